import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints the reference of the date styles: {@code java JdkReference.java > jdk17.tsv} on a JDK 17. */
class JdkReference {
    static final String[] ZONES = (
        "UTC GMT Etc/GMT+5 Etc/GMT-14 Africa/Cairo Africa/Casablanca Africa/Johannesburg "
        + "Africa/Lagos Africa/Monrovia Africa/Nairobi Africa/Windhoek America/Anchorage America/Argentina/Buenos_Aires "
        + "America/Bogota America/Caracas America/Chicago America/Godthab America/Havana "
        + "America/Indiana/Knox America/Los_Angeles America/Mexico_City America/New_York America/Phoenix "
        + "America/Sao_Paulo America/St_Johns America/Whitehorse Antarctica/Troll "
        + "Asia/Almaty Asia/Dhaka Asia/Hong_Kong Asia/Jerusalem Asia/Kathmandu "
        + "Asia/Kolkata Asia/Manila Asia/Pyongyang Asia/Riyadh Asia/Singapore Asia/Tehran "
        + "Asia/Tokyo Atlantic/Azores Atlantic/Reykjavik Australia/Eucla "
        + "Australia/Lord_Howe Australia/Sydney Europe/Berlin Europe/Dublin Europe/Istanbul Europe/Kyiv Europe/Lisbon "
        + "Europe/London Europe/Moscow Europe/Prague Europe/Samara Pacific/Apia "
        + "Pacific/Auckland Pacific/Chatham Pacific/Honolulu Pacific/Kiritimati Pacific/Marquesas "
        + "US/Eastern").split(" ");

    static final String[] INSTANTS = (
        "0001-01-01T00:00:00Z 0001-01-02T12:00:00Z 1582-10-10T10:10:10Z "
        + "1850-06-15T00:00:00Z 1883-11-18T16:59:59Z 1883-11-18T17:00:00Z 1899-12-31T23:59:59Z "
        + "1900-01-01T00:00:00Z 1916-06-15T12:30:00Z 1918-08-01T09:09:09Z "
        + "1943-01-15T18:00:00Z 1945-05-08T12:00:00Z 1945-08-14T23:00:00Z 1947-01-10T08:00:00Z "
        + "1960-06-01T13:00:00Z 1968-12-01T00:00:00Z 1969-12-31T23:59:59Z 1970-01-01T00:00:00Z 1974-07-01T12:00:00Z "
        + "1983-12-01T00:00:00Z 1986-06-30T21:00:00Z 1991-03-31T01:00:00Z "
        + "2000-02-29T12:00:00Z 2007-03-11T06:59:59Z 2007-03-11T07:00:00Z 2007-11-04T05:59:59Z 2007-11-04T06:00:00Z "
        + "2011-12-30T10:00:00Z 2015-08-14T16:00:00Z 2022-07-01T00:00:00Z "
        + "2023-01-29T00:05:37Z 2023-03-26T00:59:59Z 2023-03-26T01:00:00Z 2023-10-29T00:59:59Z 2023-10-29T01:00:00Z "
        + "2024-02-29T23:59:59Z 2024-07-15T12:00:00Z 2038-01-19T03:14:08Z 2038-07-01T12:00:00Z "
        + "2100-02-28T23:00:00Z 2100-07-01T00:00:00Z 2400-02-29T12:00:00Z 2400-08-31T16:00:00Z 9999-12-31T11:59:59Z "
        + "9999-12-31T23:59:59Z").split(" ");

    public static void main(String[] arguments) {
        List<DateTimeFormatter> styles = new ArrayList<>();
        for (FormatStyle style : FormatStyle.values()) {
            styles.add(DateTimeFormatter.ofLocalizedDateTime(style).withLocale(Locale.US));
        }
        StringBuilder out = new StringBuilder();
        out.append("# JDK ").append(System.getProperty("java.version")).append(", en-US: zone, Unix seconds, F, L, M, S\n");
        for (String zone : ZONES) {
            for (String instant : INSTANTS) {
                ZonedDateTime time = Instant.parse(instant).atZone(ZoneId.of(zone));
                out.append(zone).append('\t').append(time.toEpochSecond());
                for (DateTimeFormatter style : styles) {
                    out.append('\t').append(style.format(time));
                }
                out.append('\n');
            }
        }
        System.out.print(out);
    }
}
