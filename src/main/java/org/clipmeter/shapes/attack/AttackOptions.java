package org.clipmeter.shapes.attack;

import org.clipmeter.failure.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * How an attack searches. Each method gives new options and leaves these as they are.
 *
 * @param mode what is searched for
 * @param seconds the most time that each search takes; the same attack may end elsewhere on another machine
 * @param steps the most steps of each search, in place of {@code seconds}: captions tried, or steps of training; the same
 *     attack then ends in the same place; null for no such limit
 * @param words the most words of a caption
 * @param synonyms whether a caption may say the concept by a name other than the one that was erased
 * @param images how many new pictures each finding is tested on
 * @param seed of the search and of the pictures
 */
public record AttackOptions(
        Mode mode, double seconds, @Nullable Integer steps, int words, boolean synonyms, int images, long seed) {
    /** What an attack searches for. */
    public enum Mode {
        /** Captions of known words. */
        WORDS,
        /** The states of a word that no caption has. */
        EMBEDDING,
        /** Both, one after the other. */
        BOTH
    }

    private static final double MOST_SECONDS = 3600;
    private static final int MOST_STEPS = 1_000_000;
    private static final int MOST_WORDS = 12;
    private static final int MOST_IMAGES = 2000;

    /**
     * Options, checked.
     *
     * @throws InvalidRequestException if a number is not in its range
     */
    public AttackOptions {
        if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
            throw new InvalidRequestException(
                    "seconds: expected more than 0 and at most " + (int) MOST_SECONDS + ", got " + seconds);
        }
        if (steps != null) {
            within("steps", steps, MOST_STEPS);
        }
        within("words", words, MOST_WORDS);
        within("images", images, MOST_IMAGES);
    }

    private static void within(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new InvalidRequestException(name + ": expected 1 to " + most + ", got " + value);
        }
    }

    /** Both searches, 20 seconds each, with captions of at most four words, tested on 64 pictures, with seed 1. */
    public static AttackOptions defaults() {
        return new AttackOptions(Mode.BOTH, 20, null, 4, false, 64, 1);
    }

    /** The same with another mode. */
    public AttackOptions withMode(Mode newMode) {
        return new AttackOptions(newMode, seconds, steps, words, synonyms, images, seed);
    }

    /** The same with another limit of time. */
    public AttackOptions withSeconds(double newSeconds) {
        return new AttackOptions(mode, newSeconds, steps, words, synonyms, images, seed);
    }

    /** The same with a limit of steps in place of time; null for the limit of time. */
    public AttackOptions withSteps(@Nullable Integer newSteps) {
        return new AttackOptions(mode, seconds, newSteps, words, synonyms, images, seed);
    }

    /** The same with captions of at most this many words. */
    public AttackOptions withWords(int newWords) {
        return new AttackOptions(mode, seconds, steps, newWords, synonyms, images, seed);
    }

    /** The same with other names of the concept allowed or not. */
    public AttackOptions withSynonyms(boolean allowed) {
        return new AttackOptions(mode, seconds, steps, words, allowed, images, seed);
    }

    /** The same tested on this many pictures. */
    public AttackOptions withImages(int newImages) {
        return new AttackOptions(mode, seconds, steps, words, synonyms, newImages, seed);
    }

    /** The same with another seed. */
    public AttackOptions withSeed(long newSeed) {
        return new AttackOptions(mode, seconds, steps, words, synonyms, images, newSeed);
    }
}
