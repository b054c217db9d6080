package org.clipmeter.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/** The key for a service, which comes from the environment and is sent to that service only. */
final class Credentials {
    private static final String HIDDEN = "[key]";

    private final @Nullable String variable;
    private final @Nullable String authorization;
    private final List<String> secrets;

    private Credentials(@Nullable String variable, @Nullable String authorization, Stream<String> secrets) {
        this.variable = variable;
        this.authorization = authorization;
        // The longest first, since a password may be a part of what else is hidden.
        this.secrets = secrets.filter(secret -> !secret.isEmpty())
                .sorted(Comparator.comparing(String::length).reversed())
                .toList();
    }

    /**
     * The key that options name, or the usual one of their interface.
     *
     * @throws InvalidRequestException if the variable that they name is not set, or what it holds can't be sent
     * @throws GenerateException if the key would go unencrypted over the network
     */
    static Credentials of(GenerateOptions options, Map<String, String> env) throws GenerateException {
        URI endpoint = options.endpoint();
        String named = options.keyVariable();
        String variable = named == null ? options.apiInUse().keyVariable(endpoint) : named;
        String value = variable == null ? "" : env.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            if (named != null) {
                throw refusal("the environment variable " + named + " is not set; it should hold the key, and a kernel"
                        + " has the variables that were set before it started");
            }
            return new Credentials(variable, null, Stream.empty());
        }
        if (!value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw refusal("the environment variable " + variable + " holds a character that can't be sent; expected"
                    + " letters, digits and signs only");
        }
        if (endpoint.getScheme().equalsIgnoreCase("http") && !options.keyOverHttp() && !isNear(endpoint.getHost())) {
            throw new GenerateException(
                    GenerateException.Reason.KEY_OVER_HTTP,
                    "the key of " + variable + " would go unencrypted to " + endpoint.getHost()
                            + "; use an https address, or allow it if the way there is safe");
        }
        int colon = value.indexOf(':');
        if (options.apiInUse() != ImageApi.WEB_UI || colon < 0) {
            return new Credentials(variable, "Bearer " + value, Stream.of(value));
        }
        String encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
        return new Credentials(variable, "Basic " + encoded, Stream.of(encoded, value, value.substring(colon + 1)));
    }

    private static InvalidRequestException refusal(String message) {
        return new InvalidRequestException(Section.GENERATE, message, null);
    }

    /**
     * Whether a host is this machine or a private address, written as a number: what a name stands for is up to whoever answers
     * for it.
     */
    static boolean isNear(String host) {
        String plain = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
        boolean v4 = plain.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        return plain.matches("localhost|::1|0:0:0:0:0:0:0:1")
                || v4 && plain.matches("(127|10|192\\.168|172\\.(1[6-9]|2[0-9]|3[01]))\\..*")
                || plain.contains(":") && plain.matches("f[cd][0-9a-f]{2}:.*");
    }

    /** The value of the header {@code Authorization}; null if there is no key. */
    @Nullable
    String authorization() {
        return authorization;
    }

    /** What to do about a service that wants a key or another one. */
    String advice() {
        if (authorization != null) {
            return "check the key in " + variable;
        }
        return variable == null
                ? "name the environment variable that holds its key"
                : "set " + variable + ", or name the environment variable that holds its key";
    }

    /** How the key is described to people. */
    String described() {
        if (authorization == null) {
            return "none" + (variable == null ? "" : " (" + variable + " is not set)");
        }
        return authorization.substring(0, authorization.indexOf(' ')) + " from " + variable;
    }

    /** A text of the service without the key. */
    String hide(String text) {
        String hidden = text;
        for (String secret : secrets) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }

    /** JSON of the service without the key. */
    JsonNode hide(JsonNode node) {
        if (secrets.isEmpty()) {
            return node;
        }
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(hide(node.textValue()));
        }
        if (node.isObject()) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            node.properties().forEach(field -> copy.set(hide(field.getKey()), hide(field.getValue())));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> copy.add(hide(item)));
            return copy;
        }
        return node;
    }

    /** The variable, and never its value. */
    @Override
    public String toString() {
        return "Credentials[" + described() + "]";
    }
}
