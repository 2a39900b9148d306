import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;

/** Prints date texts and the instants that they are: {@code java JdkTexts.java > texts17.tsv} on a JDK 17. */
class JdkTexts {
    static final String[] ZONES =
        "UTC Europe/Berlin America/New_York America/St_Johns Asia/Kathmandu Asia/Tokyo Australia/Lord_Howe".split(" ");

    static final String[] INSTANTS = (
        "1970-01-01T00:00:00Z 1999-12-31T23:59:59.999Z 2000-02-29T12:00:00Z 2001-09-09T01:46:40Z "
        + "2023-01-29T00:05:37Z 2023-07-29T12:34:56.5Z 2024-02-29T23:59:59.123456789Z 2038-01-19T03:14:08Z "
        + "2049-12-31T18:00:00.000001Z").split(" ");

    /** Local times, some of which clocks skip or show twice. */
    static final String[] LOCALS = (
        "2023-03-12T02:30:00 2023-03-26T02:30:00 2023-10-01T02:15:00 2023-10-29T02:30:00 2023-11-05T01:30:00 "
        + "2023-04-02T01:45:00 2023-03-26T03:00:00 2023-03-26T01:59:00 2023-06-15T12:00:00").split(" ");

    /** With an offset or in UTC. */
    static final String[] ZONED = {
        "EEE, d MMM yyyy HH:mm:ss Z", "EEE, dd MMM yyyy HH:mm:ss 'GMT'Z", "EEE MMM dd HH:mm:ss Z yyyy",
        "EEE MMM dd yyyy HH:mm:ss 'GMT'Z", "dd/MMM/yyyy:HH:mm:ss Z", "yyyyMMdd'T'HHmmssZ", "yyyyMMddHHmmssX",
        "yyyy/MM/dd HH:mm:ss xxx", "dd.MM.yyyy, HH:mm:ss Z", "yyyy-MM-dd HH:mm:ss.SSSSSSSSS Z", "d MMMM yyyy h:mm:ss a XXX",
        "MMM d, yyyy h:mm:ss a Z", "yyyy-MM-dd HH:mm:ss,SSS O", "MMMM d, yyyy 'at' h:mm:ss a OOOO",
    };

    /** Without an offset. */
    static final String[] LOCAL = {
        "yyyy-MM-dd HH:mm:ss", "yyyyMMdd'T'HHmmss", "yyyyMMddHHmmss", "yyyy/MM/dd HH:mm:ss", "dd.MM.yyyy HH:mm:ss",
        "d.M.yyyy, H:mm", "EEE MMM ppd HH:mm:ss yyyy", "EEEE, d MMMM yyyy HH:mm:ss", "MMM d, yyyy h:mm:ss a",
    };

    static void print(String zone, String text, Instant instant) {
        System.out.println(zone + "\t" + text + "\t" + instant.getEpochSecond() + "\t" + instant.getNano());
    }

    public static void main(String[] arguments) {
        System.out.println("# JDK " + System.getProperty("java.version") + ": zone, text, Unix seconds, nanoseconds");
        for (String zone : ZONES) {
            ZoneId id = ZoneId.of(zone);
            for (String text : INSTANTS) {
                Instant instant = Instant.parse(text);
                ZonedDateTime time = instant.atZone(id);
                print(zone, instant.toString(), instant);
                print(zone, time.toString(), instant);
                print(zone, time.toOffsetDateTime().toString(), instant);
                print(zone, DateTimeFormatter.RFC_1123_DATE_TIME.format(time), instant.truncatedTo(ChronoUnit.SECONDS));
                for (String pattern : ZONED) {
                    DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.US);
                    String printed = formatter.format(time);
                    print(zone, printed, ZonedDateTime.parse(printed, formatter.withZone(id)).toInstant());
                }
            }
            for (String text : LOCALS) {
                LocalDateTime local = LocalDateTime.parse(text);
                Instant instant = local.atZone(id).toInstant();
                print(zone, local.toString(), instant);
                DateTimeFormatter medium = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(Locale.US);
                print(zone, medium.format(local), instant);
                for (String pattern : LOCAL) {
                    print(zone, DateTimeFormatter.ofPattern(pattern, Locale.US).format(local), instant);
                }
            }
        }
        for (String text : INSTANTS) {
            Instant instant = Instant.parse(text).truncatedTo(ChronoUnit.SECONDS);
            ZonedDateTime time = instant.atZone(ZoneOffset.UTC);
            ZonedDateTime utc = instant.atZone(ZoneId.of("UTC"));
            for (FormatStyle style : new FormatStyle[] {FormatStyle.FULL, FormatStyle.LONG}) {
                print("Asia/Tokyo", DateTimeFormatter.ofLocalizedDateTime(style).withLocale(Locale.US).format(utc), instant);
            }
            print("Asia/Tokyo", DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US).format(time), instant);
            print("Asia/Tokyo", "/Date(" + instant.toEpochMilli() + ")/", instant);
            TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
            print("Asia/Tokyo", Date.from(instant).toString(), instant);
        }
    }
}
