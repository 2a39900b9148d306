import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Prints what java.util.regex matches: for each pattern of a file, and each text of another, all matches with their
 * groups, as UTF-8 offsets. Both files hold one entry on each line, with `\n` for a line end.
 *
 *     java LookAround.java patterns.txt texts.txt > matches.txt
 */
public class LookAround {
    public static void main(String[] args) throws Exception {
        List<String> patterns = Files.readAllLines(Path.of(args[0]));
        List<String> texts = Files.readAllLines(Path.of(args[1]));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String pattern : patterns) {
            out.print(pattern);
            out.print('\n');
            Pattern compiled;
            try {
                // As here: words and digits by Unicode.
                compiled = Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS);
            } catch (PatternSyntaxException refused) {
                out.print("refused\n");
                continue;
            }
            for (String text : texts) {
                print(compiled.matcher(text.replace("\\n", "\n")), text.replace("\\n", "\n"), out);
            }
        }
        out.flush();
    }

    /** One line: matches separated by spaces, their groups by commas, `-` for a group that took no part. */
    private static void print(Matcher matcher, String text, PrintStream out) {
        StringBuilder line = new StringBuilder("=");
        while (matcher.find()) {
            line.append(' ');
            for (int group = 0; group <= matcher.groupCount(); group++) {
                if (group > 0) {
                    line.append(',');
                }
                if (matcher.start(group) < 0) {
                    line.append('-');
                } else {
                    line.append(bytes(text, matcher.start(group))).append(':').append(bytes(text, matcher.end(group)));
                }
            }
        }
        out.print(line);
        out.print('\n');
    }

    private static int bytes(String text, int end) {
        return text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
    }
}
