package org.clipmeter.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hugging Face's inference endpoints, whose answer is the image's file. */
final class HuggingFace implements Generator {
    private static final Set<String> OWNED = Set.of("inputs", "seed");

    private final GenerateOptions options;
    private final URI address;

    HuggingFace(GenerateOptions options) {
        this.options = options;
        String model = options.model();
        if (model != null && !model.matches("[\\w.-]{1,96}/[\\w.-]{1,96}")) {
            throw RequestFields.refusal("the model " + model + " is not an id of the Hub; expected owner/name");
        }
        this.address = model == null ? options.endpoint() : Service.below(options.endpoint(), "/models/" + model);
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
        body.put("inputs", prompt);
        ObjectNode parameters = body.putObject("parameters");
        parameters.put("seed", seed);
        RequestFields.size(parameters, options.size());
        RequestFields.set(parameters, options.parameters(), OWNED);
        return body;
    }

    @Override
    public ImageAnswer send(ObjectNode request, Service service) throws IOException {
        Service.Body body = service.postForBytes(address, request);
        if (body.type().contains("json")) {
            throw Service.lacks(service.json(body), "an image in place of JSON");
        }
        ObjectNode metadata = RequestFields.object();
        metadata.put("content_type", body.type());
        return new ImageAnswer(body.bytes(), metadata, null, options.model());
    }
}
