package org.clipmeter.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.clipmeter.files.StrictJson;
import org.jspecify.annotations.Nullable;

/** The Stable Diffusion web UI, and the programs that answer as it does: {@code POST /sdapi/v1/txt2img}. */
final class WebUi implements Generator {
    private static final String PATH = "/sdapi/v1/txt2img";
    private static final Set<String> OWNED = Set.of("prompt", "seed", "batch_size", "n_iter", "send_images");

    private final GenerateOptions options;
    private final URI address;

    WebUi(GenerateOptions options) {
        this.options = options;
        this.address = Service.below(options.endpoint(), PATH);
        RequestFields.set(RequestFields.object(), options.parameters(), OWNED);
    }

    @Override
    public URI address() {
        return address;
    }

    @Override
    public boolean takesSeed() {
        return true;
    }

    @Override
    public ObjectNode request(String prompt, @Nullable Long seed) {
        ObjectNode body = RequestFields.object();
        body.put("prompt", prompt);
        body.put("seed", seed);
        body.put("batch_size", 1);
        body.put("n_iter", 1);
        RequestFields.size(body, options.size());
        body.put("send_images", true);
        body.put("save_images", false);
        RequestFields.set(body, options.parameters(), OWNED);
        if (options.model() != null) {
            ObjectNode settings = body.get("override_settings") instanceof ObjectNode given
                    ? given
                    : body.putObject("override_settings");
            settings.put("sd_model_checkpoint", options.model());
        }
        return body;
    }

    @Override
    public ImageAnswer send(ObjectNode request, Service service) throws IOException {
        JsonNode answer = service.post(address, request);
        JsonNode image = answer.path("images").path(0);
        if (!image.isTextual()) {
            throw Service.lacks(answer, "images[0]");
        }
        ObjectNode metadata = RequestFields.without(answer, "images");
        JsonNode info = info(answer.path("info"));
        metadata.set("info", info);
        String model = RequestFields.text(info.path("sd_model_name"));
        String hash = RequestFields.text(info.path("sd_model_hash"));
        return new ImageAnswer(
                ImageAnswer.decoded(image.textValue()),
                metadata,
                null,
                model == null ? null : hash == null ? model : model + " [" + hash + "]");
    }

    /** The web UI gives its information on an image as a text that is JSON itself. */
    private static JsonNode info(JsonNode info) {
        if (!info.isTextual()) {
            return info;
        }
        try {
            return StrictJson.parse(info.textValue());
        } catch (StrictJson.Refused e) {
            return info;
        }
    }
}
