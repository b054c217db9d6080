package org.clipmeter.hub;

import java.util.Map;

/**
 * How the stand-in Hub misbehaves for one request.
 *
 * @param status the status sent instead of the file; 0 for none
 * @param headers headers that replace the correct ones
 * @param dropAfter the number of body bytes after which the connection is cut; -1 for never
 * @param lengthChange how many bytes the response is longer (or shorter) than the file
 * @param chunked whether the length is not announced
 * @param flipped whether one byte of the body is changed
 * @param stallMillis how long the second half of the body is delayed
 * @param blockMillis a pause after each block of 4 KiB
 * @param rangeIgnored whether a request with a Range gets the whole file
 */
public record Fault(
        int status,
        Map<String, String> headers,
        long dropAfter,
        int lengthChange,
        boolean chunked,
        boolean flipped,
        long stallMillis,
        long blockMillis,
        boolean rangeIgnored) {
    static final Fault NONE = new Fault(0, Map.of(), -1, 0, false, false, 0, 0, false);

    public static Fault answer(int status, Map<String, String> headers) {
        return new Fault(status, headers, -1, 0, false, false, 0, 0, false);
    }

    public static Fault forged(Map<String, String> headers) {
        return answer(0, headers);
    }

    public static Fault drop(long bytes) {
        return new Fault(0, Map.of(), bytes, 0, false, false, 0, 0, false);
    }

    public static Fault longerBy(int bytes, boolean announced) {
        return new Fault(0, Map.of(), -1, bytes, !announced, false, 0, 0, false);
    }

    public static Fault wrongBytes() {
        return new Fault(0, Map.of(), -1, 0, false, true, 0, 0, false);
    }

    public static Fault stalled(long millis) {
        return new Fault(0, Map.of(), -1, 0, false, false, millis, 0, false);
    }

    public static Fault slow(long millisABlock) {
        return new Fault(0, Map.of(), -1, 0, false, false, 0, millisABlock, false);
    }

    public static Fault withoutRange() {
        return new Fault(0, Map.of(), -1, 0, false, false, 0, 0, true);
    }
}
