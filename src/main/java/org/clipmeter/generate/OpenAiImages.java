package org.clipmeter.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** OpenAI, and the services that answer as it does: {@code POST /v1/images/generations}. */
final class OpenAiImages implements Generator {
    private static final String PATH = "/images/generations";
    private static final Set<String> OWNED = Set.of("prompt", "n", "seed", "model", "stream");

    private final GenerateOptions options;
    private final URI address;

    OpenAiImages(GenerateOptions options) {
        this.options = options;
        String path = String.valueOf(options.endpoint().getPath()).replaceAll("/+$", "");
        boolean versioned = path.endsWith("/v1") || path.endsWith(PATH);
        this.address = Service.below(options.endpoint(), versioned ? PATH : "/v1" + PATH);
        RequestFields.set(RequestFields.object(), options.parameters(), OWNED);
    }

    @Override
    public URI address() {
        return address;
    }

    /** The interface has no seed, and its first service refuses one; a seed that was asked for is sent to those that take it. */
    @Override
    public boolean takesSeed() {
        return options.seed() != null;
    }

    @Override
    public ObjectNode request(String prompt, @Nullable Long seed) {
        ObjectNode body = RequestFields.object();
        String model = options.model();
        if (model != null) {
            body.put("model", model);
        }
        body.put("prompt", prompt);
        body.put("n", 1);
        if (options.size() != null) {
            body.put("size", options.size());
        }
        if (seed != null) {
            body.put("seed", seed);
        }
        // These models always answer with the image itself, and refuse to be asked for it.
        if (model == null || !model.matches("(chat)?gpt-image.*")) {
            body.put("response_format", "b64_json");
        }
        RequestFields.set(body, options.parameters(), OWNED);
        return body;
    }

    @Override
    public ImageAnswer send(ObjectNode request, Service service) throws IOException {
        JsonNode answer = service.post(address, request);
        JsonNode first = answer.path("data").path(0);
        String base64 = RequestFields.text(first.path("b64_json"));
        String url = RequestFields.text(first.path("url"));
        if (base64 == null && url == null) {
            throw Service.lacks(answer, "data[0].b64_json or data[0].url");
        }
        ObjectNode metadata = RequestFields.without(answer, "data");
        String revised = RequestFields.text(first.path("revised_prompt"));
        String model = RequestFields.text(answer.path("model"));
        // The address of an image is not recorded: it holds a signature, and ends soon.
        byte[] image = base64 == null ? service.image(url, address) : ImageAnswer.decoded(base64);
        return new ImageAnswer(image, metadata, revised, model == null ? options.model() : model);
    }
}
