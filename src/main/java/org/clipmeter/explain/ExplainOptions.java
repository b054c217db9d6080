package org.clipmeter.explain;

import java.util.List;
import java.util.Objects;
import org.clipmeter.failure.InvalidRequestException;

/**
 * How maps are computed and tested. Each method gives new options and leaves these as they are.
 *
 * @param method how a map is computed
 * @param neutralTexts what a text is compared with: maps and curves are about its lead over their mean; at least one
 * @param steps in how many steps the patches are deleted and inserted; never more than there are patches
 * @param randomOrders how many random orders of the patches a map's order is compared with
 * @param seed of the random orders
 * @param yardstick when the order by occlusion is computed beside the map's
 */
public record ExplainOptions(
        ExplainMethod method, List<String> neutralTexts, int steps, int randomOrders, long seed, Yardstick yardstick) {
    /** When the order by occlusion is computed, which needs an embedding for each place of the window. */
    public enum Yardstick {
        /** For no image. */
        NEVER,
        /** For images of few patches: up to 64. */
        IF_FAST,
        /** In any case. */
        ALWAYS
    }

    /** The fewest random orders that say something. */
    public static final int FEWEST_ORDERS = 20;

    private static final int MOST_ORDERS = 1000;
    private static final int MOST_STEPS = 1000;

    /**
     * Options, checked.
     *
     * @throws InvalidRequestException if a number is not in its range, or there is no neutral text
     */
    public ExplainOptions {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(yardstick, "yardstick");
        neutralTexts = List.copyOf(neutralTexts);
        if (neutralTexts.isEmpty()) {
            throw new InvalidRequestException("explain: expected at least one neutral text, got none");
        }
        within("steps", steps, 2, MOST_STEPS);
        within("random orders", randomOrders, FEWEST_ORDERS, MOST_ORDERS);
    }

    private static void within(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidRequestException(
                    "explain: " + name + ": expected " + least + " to " + most + ", got " + value);
        }
    }

    /**
     * The value path against four beginnings of captions, with 10 steps, 20 random orders, seed 1, and occlusion as the
     * yardstick where it is fast.
     */
    public static ExplainOptions defaults() {
        return new ExplainOptions(
                ExplainMethod.VALUE,
                List.of("a photo of", "a picture of", "an image of", "a drawing of"),
                10,
                FEWEST_ORDERS,
                1,
                Yardstick.IF_FAST);
    }

    /** The same with another method. */
    public ExplainOptions withMethod(ExplainMethod newMethod) {
        return new ExplainOptions(newMethod, neutralTexts, steps, randomOrders, seed, yardstick);
    }

    /** The same with other neutral texts. */
    public ExplainOptions withNeutralTexts(List<String> newTexts) {
        return new ExplainOptions(method, newTexts, steps, randomOrders, seed, yardstick);
    }

    /** The same with another number of steps. */
    public ExplainOptions withSteps(int newSteps) {
        return new ExplainOptions(method, neutralTexts, newSteps, randomOrders, seed, yardstick);
    }

    /** The same with another number of random orders. */
    public ExplainOptions withRandomOrders(int newOrders) {
        return new ExplainOptions(method, neutralTexts, steps, newOrders, seed, yardstick);
    }

    /** The same with another seed. */
    public ExplainOptions withSeed(long newSeed) {
        return new ExplainOptions(method, neutralTexts, steps, randomOrders, newSeed, yardstick);
    }

    /** The same with another rule for the yardstick. */
    public ExplainOptions withYardstick(Yardstick newYardstick) {
        return new ExplainOptions(method, neutralTexts, steps, randomOrders, seed, newYardstick);
    }
}
