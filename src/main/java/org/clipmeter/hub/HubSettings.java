package org.clipmeter.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.UserFolders;
import org.clipmeter.net.EnvironmentProxies;
import org.clipmeter.net.Http;
import org.clipmeter.net.HttpSettings;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of the Hub and its cache and how to reach them, from the environment variables that Python's client
 * uses.
 */
public final class HubSettings {
    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");
    private static final int LARGEST_TOKEN = 4096;
    private static final Duration ETAG_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration DOWNLOAD_TIMEOUT = Duration.ofSeconds(30);

    private final Map<String, String> env;
    private final Path home;
    private final Path cacheDir;
    private final URI endpoint;
    private final EnvironmentProxies proxies;
    private final @Nullable String token;

    private HubSettings(Map<String, String> env, Path home) {
        this.env = Map.copyOf(env);
        this.home = home;
        Path userCache = path("XDG_CACHE_HOME").orElse(home.resolve(".cache"));
        Path hfHome = path("HF_HOME").orElse(userCache.resolve("huggingface"));
        this.cacheDir = path("HF_HUB_CACHE")
                .or(() -> path("HUGGINGFACE_HUB_CACHE"))
                .orElse(hfHome.resolve("hub"))
                .toAbsolutePath()
                .normalize();
        this.endpoint = endpoint(value("HF_ENDPOINT").orElse("https://huggingface.co"));
        this.proxies = EnvironmentProxies.of(env);
        this.token = token(hfHome);
    }

    /** The settings of this process. */
    public static HubSettings fromEnvironment() {
        return of(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /**
     * The settings that an environment gives.
     *
     * @throws IllegalArgumentException if {@code HF_ENDPOINT} or a proxy is not an http(s) address, or the token can't
     *     be sent
     */
    public static HubSettings of(Map<String, String> env, Path home) {
        return new HubSettings(env, home);
    }

    /** The same settings with network access forbidden. */
    public HubSettings withoutNetwork() {
        Map<String, String> offline = new HashMap<>(env);
        offline.put("HF_HUB_OFFLINE", "1");
        return new HubSettings(offline, home);
    }

    /** The cache shared with Python: the folder that contains {@code models--…}. */
    public Path cacheDir() {
        return cacheDir;
    }

    /** The folder for our own files that are not from the Hub: {@code clipmeter} in the user's cache folder. */
    public Path ownCacheDir() {
        return UserFolders.cache(env::get, home).toAbsolutePath();
    }

    /** The Hub's address, without a slash at its end. */
    public URI endpoint() {
        return endpoint;
    }

    /** Whether network access is forbidden. */
    public boolean offline() {
        return isTrue("HF_HUB_OFFLINE") || (value("HF_HUB_OFFLINE").isEmpty() && isTrue("TRANSFORMERS_OFFLINE"));
    }

    /** The time limit for a request about a file's metadata. */
    public Duration etagTimeout() {
        return seconds("HF_HUB_ETAG_TIMEOUT", ETAG_TIMEOUT);
    }

    /** The time limit for a download during which no byte arrives. */
    public Duration downloadTimeout() {
        return seconds("HF_HUB_DOWNLOAD_TIMEOUT", DOWNLOAD_TIMEOUT);
    }

    /** How requests reach the Hub. */
    HttpSettings http() {
        String login = token == null ? null : "Bearer " + token;
        return new HttpSettings(proxies, etagTimeout(), login, offline() ? "HF_HUB_OFFLINE" : null, "HF_ENDPOINT");
    }

    boolean symbolicLinks() {
        return !isTrue("HF_HUB_DISABLE_SYMLINKS");
    }

    @Override
    public String toString() {
        return "HubSettings[cacheDir=" + cacheDir + ", endpoint=" + Http.shown(endpoint) + ", token="
                + (token == null ? "none" : "set") + ", offline=" + offline() + "]";
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(env.get(name)).map(String::strip).filter(v -> !v.isEmpty());
    }

    private boolean isTrue(String name) {
        return value(name).map(v -> TRUE.contains(v.toUpperCase(Locale.ROOT))).orElse(false);
    }

    private Optional<Path> path(String name) {
        return value(name).map(text -> {
            Matcher variables = VARIABLE.matcher(text);
            String expanded = variables.replaceAll(m -> {
                String variable = m.group(1) == null ? m.group(2) : m.group(1);
                return Matcher.quoteReplacement(env.getOrDefault(variable, m.group()));
            });
            if (expanded.equals("~")) {
                return home;
            }
            return expanded.startsWith("~/") || expanded.startsWith("~\\")
                    ? home.resolve(expanded.substring(2))
                    : Path.of(expanded);
        });
    }

    private Duration seconds(String name, Duration otherwise) {
        return value(name)
                .filter(v -> v.matches("[1-9][0-9]{0,5}"))
                .map(v -> Duration.ofSeconds(Long.parseLong(v)))
                .orElse(otherwise);
    }

    private static URI endpoint(String text) {
        String stripped = text.replaceAll("/+$", "");
        URI uri;
        try {
            uri = URI.create(stripped);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(Section.HUB, "HF_ENDPOINT is not an address; expected https://host", e);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getUserInfo() != null) {
            throw new InvalidRequestException(
                    Section.HUB,
                    "HF_ENDPOINT must be an http or https address without a login in it; expected https://host",
                    null);
        }
        return uri;
    }

    private @Nullable String token(Path hfHome) {
        if (isTrue("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
            return null;
        }
        String found = value("HF_TOKEN")
                .or(() -> value("HUGGING_FACE_HUB_TOKEN"))
                .or(() -> tokenFile(path("HF_TOKEN_PATH").orElse(hfHome.resolve("token"))))
                .orElse(null);
        if (found != null && !found.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new InvalidRequestException(
                    Section.HUB,
                    "the Hub token (HF_TOKEN or the token file) holds a character that can't be sent; expected letters,"
                            + " digits and signs only; set the token again",
                    null);
        }
        return found;
    }

    private static Optional<String> tokenFile(Path file) {
        try {
            return Optional.of(new String(LocalFile.read(file, LARGEST_TOKEN), StandardCharsets.UTF_8).strip())
                    .filter(t -> !t.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
