package org.clipmeter.score;

import java.util.List;
import org.clipmeter.message.OneLine;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;

/**
 * Images joined to their prompts, and all that was left over.
 *
 * @param imagesName where the images come from
 * @param promptsName where the prompts come from; null where the images came with their own
 * @param key what joined them
 * @param pairs in evaluation order: that of the prompts, a prompt's several images by their names
 * @param unpairedImages names of images that have no prompt
 * @param promptsWithoutImage prompts that have no image
 * @param skipped what was found among the images and is none
 */
public record Pairs(
        String imagesName,
        @Nullable String promptsName,
        Key key,
        List<Pair> pairs,
        List<String> unpairedImages,
        List<Prompt> promptsWithoutImage,
        List<Skipped> skipped) {
    public Pairs {
        pairs = List.copyOf(pairs);
        unpairedImages = List.copyOf(unpairedImages);
        promptsWithoutImage = List.copyOf(promptsWithoutImage);
        skipped = List.copyOf(skipped);
    }

    /**
     * Joins images to prompts by key, never by their order alone.
     *
     * @throws ScoreException where names can be read in two ways, two images claim one place, or nothing pairs
     */
    public static Pairs of(Images images, PromptSet prompts) {
        return new Pairing(images, prompts).join();
    }

    /**
     * Images that come with their prompts' text.
     *
     * @throws ScoreException where one comes without
     */
    public static Pairs of(Images images) {
        return new Pairing(images, null).join();
    }

    /** What was left over, one line each, empty where all paired. */
    public List<String> leftovers() {
        List<String> lines = new java.util.ArrayList<>();
        if (!unpairedImages.isEmpty()) {
            lines.add(Messages.count(unpairedImages.size(), "image") + " without a prompt: "
                    + Messages.firstFew(unpairedImages));
        }
        if (!promptsWithoutImage.isEmpty()) {
            lines.add(Messages.count(promptsWithoutImage.size(), "prompt") + " without an image: "
                    + Messages.firstFew(
                            promptsWithoutImage.stream().map(Prompt::id).toList()));
        }
        if (!skipped.isEmpty()) {
            lines.add("skipped " + skipped.size() + ": "
                    + Messages.firstFew(skipped.stream()
                            .map(s -> Messages.name(s.name()) + " " + s.reason())
                            .toList()));
        }
        return lines.stream().map(OneLine::of).toList();
    }
}
