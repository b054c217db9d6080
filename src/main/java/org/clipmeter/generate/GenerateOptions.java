package org.clipmeter.generate;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/**
 * How to have images made by a service. Each method gives new options and leaves these as they are. They hold no key: a key
 * stays in the environment.
 *
 * @param endpoint the service's address: http or https, without a login, a query or a fragment
 * @param api the interface of the service; null finds it by the address or by the workflow
 * @param model the model that the service should use; null for the one that it uses anyway
 * @param size width and height in pixels, such as {@code 512x512}; null for the service's own
 * @param seed the seed of each prompt's first image; the next images of the prompt have the seeds after it. Null means the seed
 *     of the prompt, or 0 if it has none, and for {@link ImageApi#OPENAI} that no seed is sent, since not every such service
 *     takes one
 * @param imagesPerPrompt how many images to have of each prompt, 1 to 1000
 * @param parameters more of the request: names of fields with their values, which are JSON or else texts; null leaves a field
 *     out. For {@link ImageApi#COMFY_UI} a name is a node with its input, such as {@code 5.width}
 * @param workflow what {@link ImageApi#COMFY_UI} runs; null for the other interfaces
 * @param keyVariable the environment variable that holds the key, or user and password as {@code user:password}; null for the
 *     usual one: {@code OPENAI_API_KEY} for OpenAI's own server, {@code HF_TOKEN} for Hugging Face's, and {@code
 *     CLIPMETER_WEBUI_LOGIN} for a web UI
 * @param keyOverHttp whether a key may go unencrypted to a host that is not this machine or a private address
 * @param existing what becomes of images in the folder that were made by another request
 * @param attempts how often a request is sent if the service is busy or fails, 1 to 100
 * @param timeout how long one image may take, at least a second
 */
public record GenerateOptions(
        URI endpoint,
        @Nullable ImageApi api,
        @Nullable String model,
        @Nullable String size,
        @Nullable Long seed,
        int imagesPerPrompt,
        Map<String, String> parameters,
        @Nullable ComfyWorkflow workflow,
        @Nullable String keyVariable,
        boolean keyOverHttp,
        Existing existing,
        int attempts,
        Duration timeout) {
    /** What becomes of images that were made by another request. */
    public enum Existing {
        /** Nothing is made, and the difference is reported. */
        REFUSED,
        /** They are made again. */
        REPLACED
    }

    /**
     * Options, checked; the map is copied.
     *
     * @throws InvalidRequestException if a value is not in its range
     */
    public GenerateOptions {
        checkAddress(endpoint);
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        if (size != null && !size.matches("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")) {
            throw refusal("size: expected width and height in pixels, such as 512x512, got " + size);
        }
        if (seed != null && seed < 0) {
            throw refusal("seed: expected 0 or more, got " + seed);
        }
        if (imagesPerPrompt < 1 || imagesPerPrompt > 1000) {
            throw refusal("images per prompt: expected 1 to 1000, got " + imagesPerPrompt);
        }
        if (attempts < 1 || attempts > 100) {
            throw refusal("attempts: expected 1 to 100, got " + attempts);
        }
        if (timeout.toSeconds() < 1 || timeout.toDays() > 1) {
            throw refusal("timeout: expected 1 second to 1 day, got " + timeout.toSeconds() + " s");
        }
    }

    /** One image of each prompt, from a Stable Diffusion web UI on this machine. */
    public static GenerateOptions defaults() {
        return new GenerateOptions(
                URI.create("http://127.0.0.1:7860/sdapi/v1/txt2img"),
                null,
                null,
                null,
                null,
                1,
                Map.of(),
                null,
                null,
                false,
                Existing.REFUSED,
                5,
                Duration.ofMinutes(10));
    }

    /**
     * The same from another service.
     *
     * @throws InvalidRequestException if this is not an http or https address, or has a login, a query or a fragment; the
     *     message does not repeat it
     */
    public GenerateOptions withEndpoint(String address) {
        URI uri;
        try {
            uri = URI.create(address.strip());
        } catch (IllegalArgumentException e) {
            throw refusal("the endpoint is not an address; expected http://host:port/path or https://host/path");
        }
        return with(draft -> draft.endpoint = uri);
    }

    /** The same with another interface; null finds it by the address. */
    public GenerateOptions withApi(@Nullable ImageApi newApi) {
        return with(draft -> draft.api = newApi);
    }

    /** The same with another model; null for the one that the service uses anyway. */
    public GenerateOptions withModel(@Nullable String newModel) {
        return with(draft -> draft.model = newModel);
    }

    /** The same with images of another size, such as {@code 512x512}; null for the service's own. */
    public GenerateOptions withSize(@Nullable String newSize) {
        return with(draft -> draft.size = newSize);
    }

    /** The same with another seed; null for the usual one. */
    public GenerateOptions withSeed(@Nullable Long newSeed) {
        return with(draft -> draft.seed = newSeed);
    }

    /** The same with this many images of each prompt. */
    public GenerateOptions withImagesPerPrompt(int count) {
        return with(draft -> draft.imagesPerPrompt = count);
    }

    /** The same with these parameters in place of the earlier ones. */
    public GenerateOptions withParameters(Map<String, String> newParameters) {
        return with(draft -> draft.parameters = newParameters);
    }

    /** The same with another workflow; null for none. */
    public GenerateOptions withWorkflow(@Nullable ComfyWorkflow newWorkflow) {
        return with(draft -> draft.workflow = newWorkflow);
    }

    /** The same with the key from another environment variable; null for the usual one. */
    public GenerateOptions withKeyVariable(@Nullable String variable) {
        return with(draft -> draft.keyVariable = variable);
    }

    /** The same with or without the permission to send a key unencrypted to any host. */
    public GenerateOptions withKeyOverHttp(boolean allowed) {
        return with(draft -> draft.keyOverHttp = allowed);
    }

    /** The same with another treatment of images that were made by another request. */
    public GenerateOptions withExisting(Existing treatment) {
        return with(draft -> draft.existing = treatment);
    }

    /** The same with this many attempts for each request. */
    public GenerateOptions withAttempts(int count) {
        return with(draft -> draft.attempts = count);
    }

    /** The same with another time limit for one image. */
    public GenerateOptions withTimeout(Duration limit) {
        return with(draft -> draft.timeout = limit);
    }

    private GenerateOptions with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** Options that are about to be made of others. */
    private static final class Draft {
        private URI endpoint;
        private @Nullable ImageApi api;
        private @Nullable String model;
        private @Nullable String size;
        private @Nullable Long seed;
        private int imagesPerPrompt;
        private Map<String, String> parameters;
        private @Nullable ComfyWorkflow workflow;
        private @Nullable String keyVariable;
        private boolean keyOverHttp;
        private Existing existing;
        private int attempts;
        private Duration timeout;

        Draft(GenerateOptions from) {
            this.endpoint = from.endpoint;
            this.api = from.api;
            this.model = from.model;
            this.size = from.size;
            this.seed = from.seed;
            this.imagesPerPrompt = from.imagesPerPrompt;
            this.parameters = from.parameters;
            this.workflow = from.workflow;
            this.keyVariable = from.keyVariable;
            this.keyOverHttp = from.keyOverHttp;
            this.existing = from.existing;
            this.attempts = from.attempts;
            this.timeout = from.timeout;
        }

        GenerateOptions options() {
            return new GenerateOptions(
                    endpoint,
                    api,
                    model,
                    size,
                    seed,
                    imagesPerPrompt,
                    parameters,
                    workflow,
                    keyVariable,
                    keyOverHttp,
                    existing,
                    attempts,
                    timeout);
        }
    }

    /**
     * The interface in use: the given one, or the one that the workflow or the address shows.
     *
     * @throws InvalidRequestException if neither does
     */
    public ImageApi apiInUse() {
        if (api != null) {
            return api;
        }
        if (workflow != null) {
            return ImageApi.COMFY_UI;
        }
        return ImageApi.ofAddress(endpoint)
                .orElseThrow(() -> refusal("the endpoint does not show which interface the service has; name it: "
                        + String.join(", ", ImageApi.ids())));
    }

    private static void checkAddress(URI endpoint) {
        String scheme = String.valueOf(endpoint.getScheme());
        if (!(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https")) || endpoint.getHost() == null) {
            throw refusal("the endpoint is not an address; expected http://host:port/path or https://host/path");
        }
        if (endpoint.getRawUserInfo() != null) {
            throw refusal(
                    "the endpoint has a login in it, which would appear in records and messages; put user:password"
                            + " into an environment variable, such as CLIPMETER_WEBUI_LOGIN, and leave it out of the address");
        }
        if (endpoint.getRawQuery() != null || endpoint.getRawFragment() != null) {
            throw refusal("the endpoint has a query or a fragment, which may hold a key; expected an address without"
                    + " '?' and '#'");
        }
    }

    private static InvalidRequestException refusal(String message) {
        return new InvalidRequestException(Section.GENERATE, message, null);
    }
}
