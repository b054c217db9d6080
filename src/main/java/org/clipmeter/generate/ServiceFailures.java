package org.clipmeter.generate;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.StrictJson;
import org.clipmeter.generate.GenerateException.Reason;
import org.clipmeter.net.Http;
import org.clipmeter.net.HttpFailures;
import org.clipmeter.net.NetException;
import org.jspecify.annotations.Nullable;

/** Turns an answer that is not a success into an error with the service's own words. */
final class ServiceFailures {
    private static final int LONGEST_WORDS = 240;
    private static final int LONGEST_BODY = 100_000;
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title>");

    /** How services name a prompt whose content they refuse. */
    private static final Pattern MODERATION = Pattern.compile(
            "(?i)moderation|content[ _]policy|content[ _]filter|safety[ _]system|responsible[ _]ai|nsfw");

    private static final Pattern NO_MONEY = Pattern.compile("(?i)insufficient[ _]quota|billing|exceeded your .*quota");

    /** Where services put the words and the code of an error. */
    private static final List<String> PLACES = List.of(
            "/error/message",
            "/error/code",
            "/error/details",
            "/error",
            "/message",
            "/detail/0/msg",
            "/detail",
            "/errors");

    private ServiceFailures() {}

    /** The failure of an answer: a {@link NetException} if the same request may succeed later. */
    static IOException of(Http.Answer answer, byte[] body, Credentials key) {
        int status = answer.status();
        JsonNode json = json(body);
        String code = key.hide(json == null ? "" : json.at("/error/code").asText(""));
        String said = OneLine.of(key.hide(json == null ? plain(body) : words(json)));
        String what = (said.isEmpty() ? "the service gave no reason" : said) + " (HTTP " + status + ")";
        String from = Http.shown(answer.uri()) + ": ";
        if (status / 100 == 3) {
            return new GenerateException(
                    Reason.UNAVAILABLE,
                    from + "the service redirects to " + key.hide(target(answer))
                            + "; give that address as the endpoint");
        }
        if (status < 500
                && status != 401
                && MODERATION.matcher(code + " " + said).find()) {
            return new GenerateException(Reason.MODERATED, "the service refuses to draw the prompt: " + what);
        }
        if (status == 401 || status == 403) {
            return new GenerateException(Reason.UNAUTHORIZED, from + what + "; " + key.advice());
        }
        if (status == 402 || NO_MONEY.matcher(code + " " + said).find()) {
            return new GenerateException(Reason.UNAVAILABLE, from + what + "; check the account of the service");
        }
        if (status == 404 || status == 405) {
            return new GenerateException(
                    Reason.UNAVAILABLE, from + what + "; check the address, the model and the parameters");
        }
        if (status == 429) {
            return new NetException(
                    NetException.Reason.RATE_LIMITED, from + what, null, HttpFailures.retryAfter(answer));
        }
        if (status >= 500 || status == 408) {
            return new NetException(NetException.Reason.SERVER, from + what, null, pause(answer, json));
        }
        return new GenerateException(Reason.REFUSED, "the service refuses the request: " + what);
    }

    /** How long to wait: as a header or, while a model is loaded, a field asks for. */
    private static @Nullable Duration pause(Http.Answer answer, @Nullable JsonNode json) {
        Duration asked = HttpFailures.retryAfter(answer);
        JsonNode loading = json == null ? null : json.get("estimated_time");
        if (asked != null || loading == null || !loading.isNumber() || loading.doubleValue() < 0) {
            return asked;
        }
        return Duration.ofMillis((long) (1000 * Math.min(loading.doubleValue(), 86_400)));
    }

    private static String target(Http.Answer answer) {
        try {
            URI to = answer.uri().resolve(URI.create(answer.header("Location").orElse("")));
            return to.getHost() == null ? "another address" : OneLine.name(Http.shown(to), 200);
        } catch (IllegalArgumentException e) {
            return "another address";
        }
    }

    private static @Nullable JsonNode json(byte[] body) {
        if (body.length > LONGEST_BODY) {
            return null;
        }
        try {
            JsonNode json = StrictJson.parse(new String(body, StandardCharsets.UTF_8));
            return json.isObject() ? json : null;
        } catch (StrictJson.Refused e) {
            return null;
        }
    }

    /** What JSON says about an error, in its own words; empty if it says nothing that is known. */
    static String words(JsonNode json) {
        StringBuilder words = new StringBuilder();
        for (String place : PLACES) {
            String text = RequestFields.text(json.at(place));
            if (text != null && words.isEmpty()) {
                words.append(text.strip());
            }
        }
        for (var node : json.path("node_errors").properties()) {
            for (JsonNode error : node.getValue().path("errors")) {
                words.append(words.isEmpty() ? "" : "; ")
                        .append("node ")
                        .append(node.getKey())
                        .append(": ")
                        .append(error.path("message").asText(""))
                        .append(error.path("details").asText("").isEmpty() ? "" : ", ")
                        .append(error.path("details").asText(""));
            }
        }
        return shortened(words.toString());
    }

    /** What a page or a text says about an error. */
    private static String plain(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, LONGEST_BODY), StandardCharsets.UTF_8).strip();
        Matcher title = TITLE.matcher(text);
        if (title.find()) {
            return shortened("an HTML page, " + title.group(1).strip());
        }
        boolean page = text.toLowerCase(Locale.ROOT).startsWith("<");
        return page ? "an HTML page" : shortened(text);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS - 1) + "…";
    }
}
