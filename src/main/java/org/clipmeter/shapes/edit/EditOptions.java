package org.clipmeter.shapes.edit;

import org.clipmeter.failure.InvalidRequestException;

/**
 * How a concept is erased from a field. Each method gives new options and leaves these as they are.
 *
 * @param weight how strongly the concept counts against what is kept, above 0; what that means for each method, {@link EditMethod} says
 * @param steps of training, 1 to 10,000; a method in closed form has none
 * @param seed of the captions from which the edit is computed, and of the training
 * @param plurals whether the captions with the concept also say it of two to four things; an edit without them leaves
 *     {@code circles} to be drawn when {@code circle} is erased
 */
public record EditOptions(double weight, int steps, long seed, boolean plurals) {
    private static final double LARGEST_WEIGHT = 1e6;
    private static final int MOST_STEPS = 10_000;

    /**
     * Options, checked.
     *
     * @throws InvalidRequestException if a number is not in its range
     */
    public EditOptions {
        if (!(weight > 0 && weight <= LARGEST_WEIGHT)) {
            throw new InvalidRequestException("weight: expected a number above 0, at most 1000000, got " + weight);
        }
        if (steps < 1 || steps > MOST_STEPS) {
            throw new InvalidRequestException("steps: expected 1 to " + MOST_STEPS + ", got " + steps);
        }
        if (seed < 0) {
            throw new InvalidRequestException("seed: expected 0 or more, got " + seed);
        }
    }

    /** Weight 1, 100 steps, seed 1, with plurals. */
    public static EditOptions defaults() {
        return new EditOptions(1, 100, 1, true);
    }

    /** The same with another weight. */
    public EditOptions withWeight(double newWeight) {
        return new EditOptions(newWeight, steps, seed, plurals);
    }

    /** The same with another number of steps. */
    public EditOptions withSteps(int newSteps) {
        return new EditOptions(weight, newSteps, seed, plurals);
    }

    /** The same with another seed. */
    public EditOptions withSeed(long newSeed) {
        return new EditOptions(weight, steps, newSeed, plurals);
    }

    /** The same with captions of several things of the concept, or without them. */
    public EditOptions withPlurals(boolean newPlurals) {
        return new EditOptions(weight, steps, seed, newPlurals);
    }
}
