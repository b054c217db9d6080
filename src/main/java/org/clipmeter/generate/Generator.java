package org.clipmeter.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A service that makes images, behind one of the {@link ImageApi interfaces}. */
interface Generator {
    /**
     * The generator that options describe.
     *
     * @throws IOException if the workflow can't be read
     * @throws org.clipmeter.failure.InvalidRequestException if the interface can't do what is asked for
     */
    static Generator of(GenerateOptions options) throws IOException {
        ImageApi api = options.apiInUse();
        if (api != ImageApi.COMFY_UI && options.workflow() != null) {
            throw RequestFields.refusal(
                    "a workflow is run by ComfyUI only; leave it out, or choose the interface comfyui");
        }
        return switch (api) {
            case WEB_UI -> new WebUi(options);
            case OPENAI -> new OpenAiImages(options);
            case COMFY_UI -> ComfyUi.of(options);
            case HUGGING_FACE -> new HuggingFace(options);
        };
    }

    /** Where requests go. */
    URI address();

    /** Whether the request has a place for a seed. */
    boolean takesSeed();

    /**
     * The body of the request for one image, which is recorded beside the image. It has no key in it, and is the same for the
     * same prompt, seed and options.
     *
     * @param seed null if {@link #takesSeed} is false
     */
    ObjectNode request(String prompt, @Nullable Long seed);

    /**
     * Has an image made.
     *
     * @param request as {@link #request} gives it
     * @throws GenerateException if the service refuses it, or gives no image
     * @throws org.clipmeter.net.NetException if the service was not reached or failed, after all attempts
     */
    ImageAnswer send(ObjectNode request, Service service) throws IOException;
}
