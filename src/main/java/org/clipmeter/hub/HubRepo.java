package org.clipmeter.hub;

import java.util.regex.Pattern;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;

/**
 * A repository of the Hub.
 *
 * @param kind what it contains
 * @param id {@code org/name} or {@code name}, checked by the Hub's own rule
 */
public record HubRepo(Kind kind, String id) {
    private static final Pattern ID = Pattern.compile("(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)?[A-Za-z0-9_][A-Za-z0-9_.-]*");
    private static final int LONGEST = 96;

    /** What a repository contains. */
    public enum Kind {
        MODEL("models", ""),
        DATASET("datasets", "datasets/");

        private final String plural;
        private final String urlPrefix;

        Kind(String plural, String urlPrefix) {
            this.plural = plural;
            this.urlPrefix = urlPrefix;
        }
    }

    /** @throws InvalidRequestException if the id is not valid on the Hub */
    public HubRepo {
        if (id.length() > LONGEST
                || !ID.matcher(id).matches()
                || id.contains("--")
                || id.contains("..")
                || id.contains("./")
                || id.contains("-/")
                || id.endsWith(".")
                || id.endsWith("-")
                || id.endsWith(".git")) {
            throw new InvalidRequestException(
                    Section.HUB,
                    "\"" + id
                            + "\" is not the id of a Hub repository; expected org/name of letters, digits, '_', '-' and '.'"
                            + " (at most 96 characters, without '--' and '..'); check the spelling, or give the path of a"
                            + " local folder that exists",
                    null);
        }
    }

    /** A model's repository. */
    public static HubRepo model(String id) {
        return new HubRepo(Kind.MODEL, id);
    }

    /** A data set's repository. */
    public static HubRepo dataset(String id) {
        return new HubRepo(Kind.DATASET, id);
    }

    /** The repository's folder in the cache, as Python names it. */
    String folderName() {
        return kind.plural + "--" + id.replace("/", "--");
    }

    /** The repository's path below the Hub's {@code /api/}. */
    String apiPath() {
        return kind.plural + "/" + id;
    }

    /** The repository's path on the Hub. */
    String urlPath() {
        return kind.urlPrefix + id;
    }
}
