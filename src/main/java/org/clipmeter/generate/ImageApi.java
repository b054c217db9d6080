package org.clipmeter.generate;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.NearNames;
import org.clipmeter.failure.OneLine;
import org.jspecify.annotations.Nullable;

/** The interfaces by which services make images from texts. */
public enum ImageApi {
    /** {@code /sdapi/v1/txt2img} of the Stable Diffusion web UI, and of the programs that answer like it. */
    WEB_UI("webui", "Stable Diffusion web UI"),
    /** {@code /v1/images/generations} of OpenAI, and of the services that answer like it. */
    OPENAI("openai", "OpenAI-compatible"),
    /** The queue of ComfyUI, which runs a workflow. */
    COMFY_UI("comfyui", "ComfyUI"),
    /** Hugging Face's inference endpoints, whose answer is the image itself. */
    HUGGING_FACE("huggingface", "Hugging Face inference");

    private final String id;
    private final String title;

    ImageApi(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** The short name, such as {@code webui}. */
    public String id() {
        return id;
    }

    /** The name for people, such as {@code Stable Diffusion web UI}. */
    public String title() {
        return title;
    }

    /** All short names. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(ImageApi::id).toList();
    }

    /**
     * The interface of a short name; letter case does not matter.
     *
     * @throws InvalidRequestException if there is none
     */
    public static ImageApi of(String id) {
        return Arrays.stream(values())
                .filter(api -> api.id.equals(id.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("there is no interface " + OneLine.name(id, 60)
                        + "; expected " + String.join(", ", ids()) + NearNames.suggestion(id, ids())));
    }

    /** The interface that an address shows by its path or by its host; empty if it could be any. */
    static Optional<ImageApi> ofAddress(URI endpoint) {
        String path = endpoint.getPath() == null ? "" : endpoint.getPath();
        if (path.endsWith("/sdapi/v1/txt2img")) {
            return Optional.of(WEB_UI);
        }
        if (path.endsWith("/images/generations")) {
            return Optional.of(OPENAI);
        }
        if (path.endsWith("/prompt")) {
            return Optional.of(COMFY_UI);
        }
        return isHuggingFace(endpoint) ? Optional.of(HUGGING_FACE) : Optional.empty();
    }

    /**
     * The environment variable that holds the key, unless another one is named; null if there is none. The key of a company is
     * used for the servers of that company only.
     */
    @Nullable
    String keyVariable(URI endpoint) {
        return switch (this) {
            case WEB_UI -> "CLIPMETER_WEBUI_LOGIN";
            case OPENAI -> host(endpoint).equals("api.openai.com") ? "OPENAI_API_KEY" : null;
            case HUGGING_FACE -> isHuggingFace(endpoint) ? "HF_TOKEN" : null;
            case COMFY_UI -> null;
        };
    }

    private static boolean isHuggingFace(URI endpoint) {
        String host = host(endpoint);
        return host.equals("huggingface.co")
                || host.endsWith(".huggingface.co")
                || host.endsWith(".endpoints.huggingface.cloud");
    }

    private static String host(URI endpoint) {
        return endpoint.getHost().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return id;
    }
}
