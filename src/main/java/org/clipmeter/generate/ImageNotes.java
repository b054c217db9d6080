package org.clipmeter.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What people should know about images that a service made. */
public final class ImageNotes {
    private ImageNotes() {}

    /** The images that are in the folder. */
    public static List<GeneratedImage.Made> made(List<GeneratedImage> images) {
        return images.stream()
                .filter(GeneratedImage.Made.class::isInstance)
                .map(GeneratedImage.Made.class::cast)
                .toList();
    }

    /** The models that the answers name, each once. */
    public static List<String> models(List<GeneratedImage> images) {
        return List.copyOf(new TreeSet<>(made(images).stream()
                .map(GeneratedImage.Made::model)
                .filter(Objects::nonNull)
                .toList()));
    }

    /** Images that are missing, with the first reason, and those that may not show what their prompt says; a line each. */
    public static List<String> warnings(List<GeneratedImage> images) {
        List<String> warnings = new ArrayList<>();
        Map<Boolean, List<GeneratedImage.Failed>> failures = images.stream()
                .filter(GeneratedImage.Failed.class::isInstance)
                .map(GeneratedImage.Failed.class::cast)
                .collect(Collectors.partitioningBy(GeneratedImage.Failed::moderated));
        failures.forEach((moderated, some) -> {
            if (!some.isEmpty()) {
                GeneratedImage.Failed first = some.get(0);
                warnings.add(OutputFolder.count(some.size(), "image")
                        + (moderated ? " refused because of the prompt's content, " : " not made, ") + "such as "
                        + first.prompt().id() + "_" + first.sample() + ": " + first.reason());
            }
        });
        flagged(
                warnings,
                images,
                "revised_prompt",
                "drawn from a prompt that the service revised; scores use the original");
        flagged(warnings, images, "all_black", "all black (from a safety filter?)");
        flagged(warnings, images, "other_size", "of another size than was asked for");
        List<String> models = models(images);
        if (models.size() > 1) {
            warnings.add("the images are of several models, and their mean score is of no single one: "
                    + String.join(", ", models));
        }
        return warnings;
    }

    private static void flagged(List<String> warnings, List<GeneratedImage> images, String flag, String meaning) {
        int count = (int) made(images).stream()
                .filter(image -> image.flags().contains(flag))
                .count();
        if (count > 0) {
            warnings.add(OutputFolder.count(count, "image") + " " + meaning);
        }
    }
}
