package org.clipmeter.notebook.option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.Section;
import org.clipmeter.generate.ComfyWorkflow;
import org.clipmeter.generate.GenerateException;
import org.clipmeter.generate.GenerateOptions;
import org.clipmeter.generate.ImageApi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say which service makes images, and how. */
public final class ServiceOptions {
    @Option(names = "--endpoint", paramLabel = "URL", required = true, description = "the service's address")
    private String endpoint = "";

    @Option(
            names = "--api",
            paramLabel = "webui|openai|comfyui|huggingface",
            converter = ApiName.class,
            description = "the interface of the service, if its address does not show it")
    private @Nullable ImageApi api;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "the model that the service should use, by the name that the service has for it")
    private @Nullable String model;

    @Option(names = "--size", paramLabel = "WxH", description = "width and height in pixels, such as 512x512")
    private @Nullable String size;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "the seed of each prompt's first image (default: the prompt file's evaluation_seed, sd_seed or seed, "
                            + "otherwise 0). Services like OpenAI's get a seed only if it is given here, since OpenAI refuses it.")
    private @Nullable Long seed;

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "how many images of each prompt (default: 1); their seeds count up")
    private int images = 1;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "sets a field of the request, such as steps=20; can be repeated. For ComfyUI an input of a node, "
                            + "such as 5.width=512. null leaves the field out.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(names = "--workflow", paramLabel = "FILE", description = "what ComfyUI runs, as it exports it for its API")
    private @Nullable Path workflow;

    @Option(
            names = "--prompt-node",
            paramLabel = "NODE[.INPUT]",
            description = "the workflow's node that gets the prompt, such as 6 (its input text) or 6.value")
    private @Nullable String promptNode;

    @Option(
            names = "--seed-node",
            paramLabel = "NODE[.INPUT]",
            description =
                    "the workflow's node that gets the seed, such as 3 (its input seed) or 3.noise_seed; without it, "
                            + "the seed in the workflow stays")
    private @Nullable String seedNode;

    @Option(
            names = "--output-node",
            paramLabel = "NODE",
            description = "the workflow's node whose image is taken, if several give one")
    private @Nullable String outputNode;

    @Option(
            names = "--key-from",
            paramLabel = "VARIABLE",
            description =
                    "the environment variable with the service's key (default: OPENAI_API_KEY and HF_TOKEN, for the "
                            + "servers of OpenAI and Hugging Face only; CLIPMETER_WEBUI_LOGIN with user:password for a web UI)")
    private @Nullable String keyVariable;

    @Option(
            names = "--key-over-http",
            description = "sends the key unencrypted to a host that is not this machine or a private address")
    private boolean keyOverHttp;

    @Option(
            names = "--replace",
            description =
                    "makes images again that are in the folder from another request (other seed, size, model ...)")
    private boolean replace;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "how often a request is sent if the service is busy or fails (default: 5)")
    private int attempts = 5;

    @Option(names = "--timeout", paramLabel = "SECONDS", description = "how long one image may take (default: 600)")
    private int timeout = 600;

    /**
     * What these options stand for.
     *
     * @throws InvalidRequestException if a value is not in its range, or a workflow lacks its file or its prompt's node
     */
    public GenerateOptions options() {
        ComfyWorkflow wanted = null;
        if (workflow != null && promptNode != null) {
            wanted = new ComfyWorkflow(workflow, promptNode, seedNode, outputNode);
        } else if (workflow != null || promptNode != null || seedNode != null || outputNode != null) {
            throw new InvalidRequestException(
                    Section.GENERATE,
                    "a workflow needs its file and the node that gets the prompt: --workflow FILE --prompt-node NODE",
                    null);
        }
        return GenerateOptions.defaults()
                .withEndpoint(endpoint)
                .withApi(api)
                .withModel(model)
                .withSize(size)
                .withSeed(seed)
                .withImagesPerPrompt(images)
                .withParameters(parameters)
                .withWorkflow(wanted)
                .withKeyVariable(keyVariable)
                .withKeyOverHttp(keyOverHttp)
                .withExisting(replace ? GenerateOptions.Existing.REPLACED : GenerateOptions.Existing.REFUSED)
                .withAttempts(attempts)
                .withTimeout(Duration.ofSeconds(timeout));
    }

    /** The options of the magic that change what the library refuses. */
    public static String advice(GenerateException.Reason reason) {
        return switch (reason) {
            case OTHER_REQUEST -> " (--out FOLDER, --replace)";
            case UNKNOWN_IMAGES, IN_USE -> " (--out FOLDER)";
            case KEY_OVER_HTTP -> " (--key-over-http)";
            case UNAUTHORIZED -> " (--key-from VARIABLE)";
            case MODERATED, REFUSED, BAD_ANSWER, UNAVAILABLE -> "; run the cell again to continue";
        };
    }

    /** Reads an interface. */
    static final class ApiName implements ITypeConverter<ImageApi> {
        @Override
        public ImageApi convert(String value) {
            try {
                return ImageApi.of(value);
            } catch (InvalidRequestException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
