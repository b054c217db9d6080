package org.clipmeter.pairs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.clipmeter.failure.OneLine;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.jspecify.annotations.Nullable;

/**
 * Images joined to their prompts, and all that was left over. It is immutable and safe from any thread.
 *
 * @param imagesName where the images come from
 * @param promptsName where the prompts come from; null if the images came with their own
 * @param key what joined them
 * @param pairs in evaluation order: that of the prompts, a prompt's several images by their names
 * @param unpairedImages names of images that have no prompt
 * @param promptsWithoutImage prompts that have no image
 * @param skipped what was found among the images and is not scored
 * @param outside names of images whose prompts exist but were not taken, for example because of a limit
 * @param joined by what they were joined, in words: {@code joined by leading id, 10 images a prompt}
 * @param notes what people should know about the join, one line each
 */
public record Pairs(
        String imagesName,
        @Nullable String promptsName,
        PairingKey key,
        List<Pair> pairs,
        List<String> unpairedImages,
        List<Prompt> promptsWithoutImage,
        List<Skipped> skipped,
        List<String> outside,
        String joined,
        List<String> notes) {
    /** Pairs, with the lists copied. */
    public Pairs {
        pairs = List.copyOf(pairs);
        unpairedImages = List.copyOf(unpairedImages);
        promptsWithoutImage = List.copyOf(promptsWithoutImage);
        skipped = List.copyOf(skipped);
        outside = List.copyOf(outside);
        notes = List.copyOf(notes);
    }

    /** Pairs of which nothing was outside a limit. */
    public Pairs(
            String imagesName,
            @Nullable String promptsName,
            PairingKey key,
            List<Pair> pairs,
            List<String> unpairedImages,
            List<Prompt> promptsWithoutImage,
            List<Skipped> skipped) {
        this(
                imagesName,
                promptsName,
                key,
                pairs,
                unpairedImages,
                promptsWithoutImage,
                skipped,
                List.of(),
                "",
                List.of());
    }

    /**
     * Joins images to prompts by key, never by their order alone. No image file is read.
     *
     * @throws PairingException if names can be read in two ways, two images claim one place, or nothing pairs
     */
    public static Pairs of(Images images, PromptSet prompts) {
        return images.key() == PairingKey.GIVEN && images.havePrompts()
                ? new OwnPrompts(images, prompts).join()
                : new Pairing(images, prompts).join();
    }

    /**
     * Joins images to the prompts whose text they come with, as a manifest gives it.
     *
     * @throws PairingException if one comes without a text, or two images claim one place
     */
    public static Pairs of(Images images) {
        if (!images.havePrompts()) {
            throw new PairingException(
                    "pairing: " + images.name() + " does not say its images' prompts; give prompts too");
        }
        return new OwnPrompts(images, null).join();
    }

    /** What was left over, one line each, empty if all paired. */
    public List<String> leftovers() {
        List<String> lines = new ArrayList<>();
        if (!unpairedImages.isEmpty()) {
            lines.add(Messages.count(unpairedImages.size(), "image") + " without a prompt: "
                    + Messages.firstFew(unpairedImages));
        }
        if (!outside.isEmpty()) {
            lines.add(Messages.count(outside.size(), "image") + " of prompts outside the limit or sample: "
                    + Messages.firstFew(outside));
        }
        if (!promptsWithoutImage.isEmpty()) {
            lines.add(Messages.count(promptsWithoutImage.size(), "prompt") + " without an image: "
                    + Messages.firstFew(
                            promptsWithoutImage.stream().map(Prompt::id).toList()));
        }
        List<Skipped> named = skipped.stream().filter(one -> one.kind() == null).toList();
        if (!named.isEmpty()) {
            lines.add("skipped " + named.size() + ": " + Messages.firstReasons(named));
        }
        String kinds = kinds(skipped);
        if (!kinds.isEmpty()) {
            lines.add("not scored: " + kinds);
        }
        return lines.stream().map(OneLine::of).toList();
    }

    /** What was left out by its kind, in words: {@code 2 AVIF pictures, 1 .txt file}; empty if nothing was. */
    static String kinds(List<Skipped> skipped) {
        Map<String, Integer> kinds = new TreeMap<>();
        for (Skipped one : skipped) {
            if (one.kind() != null) {
                kinds.merge(one.kind(), 1, Integer::sum);
            }
        }
        return kinds.entrySet().stream()
                .map(kind -> Messages.count(kind.getValue(), kind.getKey()))
                .collect(Collectors.joining(", "));
    }

    /** How many pairs there are, and of what. */
    @Override
    public String toString() {
        return Messages.count(pairs.size(), "pair") + " of " + imagesName;
    }
}
