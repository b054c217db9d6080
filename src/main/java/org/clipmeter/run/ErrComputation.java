package org.clipmeter.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.ClipMeter;
import org.clipmeter.compare.Proportion;
import org.clipmeter.erasure.ConceptImage;
import org.clipmeter.erasure.ConceptImages;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.pairs.Images;
import org.clipmeter.report.ReferenceMetric;
import org.clipmeter.report.configuration.Configuration;
import org.clipmeter.report.configuration.RequestedMetric;
import org.clipmeter.result.erasure.ErrRate;

/** {@code err}: its retained arm, which is the only one that the reference computes by CLIP. */
final class ErrComputation implements MetricComputation {
    private static final String MISSING =
            "only the retained arm is computed by clipmeter; forgetting and adversarial are NudeNet's in the reference";

    @Override
    public ReferenceMetric metric() {
        return ReferenceMetric.ERR;
    }

    @Override
    public MetricOutcome compute(
            Configuration configuration,
            RequestedMetric requested,
            String place,
            RunOptions options,
            RunServices services)
            throws IOException {
        ConceptImages images = images(configuration, place);
        ChosenModel chosen = ChosenModel.of(requested, "clip_model_name", ErasureOutcomes.MODEL, options);
        ClipMeter meter = services.model(chosen.name(), chosen.device());
        ErrRate result = ErrRate.of(meter, images, null, null, ErasureOutcomes.options(services));
        Proportion retention = result.err().retention();
        ObjectNode details = result.details();
        details.put("reason", MISSING);
        List<String> notes = new ArrayList<>(ErasureOutcomes.notes(
                chosen,
                options,
                result.model(),
                requested,
                "retain_limit",
                result.overview().total()));
        notes.add("err has no value: " + MISSING + ".");
        return ErasureOutcomes.of(
                requested,
                metric(),
                result,
                result.model(),
                null,
                details,
                "err_composite_hf",
                "retained arm of ERR",
                "an image of X | an image without X",
                "retention " + retention.text() + "; " + MISSING,
                notes);
    }

    /** The retained images with their concepts, which only a list or folders named after concepts state. */
    private static ConceptImages images(Configuration configuration, String place) {
        String erased = configuration.erasedConcept();
        Path retain = Path.of(place).resolve("retain");
        if (!Images.isManifest(place) && Files.isDirectory(retain)) {
            throw new InvalidRequestException("err: the folder " + retain
                    + " does not state the concept of each image, which ERR's retained arm compares it with; name a list of these"
                    + " images (CSV, TSV or JSON) with the columns image, prompt and concept as the images of err");
        }
        ConceptImages all = ConceptImages.at(place, erased, null, null);
        List<ConceptImage> retained =
                all.images().stream().filter(image -> !image.isTarget()).toList();
        return retained.isEmpty() ? all : new ConceptImages(all.name(), retained, all.notes());
    }
}
