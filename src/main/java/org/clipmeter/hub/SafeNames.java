package org.clipmeter.hub;

import java.util.Locale;
import java.util.regex.Pattern;
import org.clipmeter.net.NetException;
import org.jspecify.annotations.Nullable;

/** Which names may be used in the cache. Checked before anything is written, by the same rules on every system. */
final class SafeNames {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern ETAG = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern DEVICE = Pattern.compile("(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\\..*)?");
    private static final int LONGEST = 500;

    private SafeNames() {}

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    static boolean isEtag(String text) {
        return ETAG.matcher(text).matches();
    }

    /** Refuses a relative path with '/' between its parts that could lead out of its folder on any system. */
    static void check(String what, String path) throws NetException {
        String fault = fault(path);
        if (fault != null) {
            throw new NetException(
                    NetException.Reason.REFUSED,
                    what + " \"" + path + "\" " + fault
                            + "; expected a plain relative path; nothing was written; choose another repository or file");
        }
    }

    private static @Nullable String fault(String path) {
        if (path.isEmpty() || path.length() > LONGEST) {
            return "has " + path.length() + " characters, expected 1 to " + LONGEST;
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (Character.isISOControl(c)) {
                return "holds a control character";
            }
            if ("\\:*?\"<>|".indexOf(c) >= 0) {
                return "holds the character " + c;
            }
        }
        for (String part : path.split("/", -1)) {
            if (part.isEmpty()) {
                return "is absolute or has an empty part";
            }
            if (part.endsWith(".") || part.endsWith(" ")) {
                return "has a part that ends in a dot or a space";
            }
            if (DEVICE.matcher(part.toLowerCase(Locale.ROOT)).matches()) {
                return "has a part that names a device of Windows";
            }
        }
        return null;
    }
}
