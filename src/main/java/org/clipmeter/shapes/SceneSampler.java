package org.clipmeter.shapes;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws random scenes of a level, either single ones or groups with variations that a caption can distinguish. */
public final class SceneSampler {
    private static final List<Arrangement> CROWDS = List.of(Arrangement.TWO, Arrangement.THREE, Arrangement.FOUR);
    private static final List<Arrangement> OF_A_KIND =
            List.of(Arrangement.ONE, Arrangement.TWO, Arrangement.THREE, Arrangement.FOUR);

    private final Level level;
    private final SplitMix64 random;

    public SceneSampler(Level level, SplitMix64 random) {
        this.level = level;
        this.random = random;
    }

    /** A random scene. */
    public Scene next() {
        Arrangement arrangement = arrangement();
        while (true) {
            Scene base = base(arrangement);
            if (allowed(base)) {
                return base;
            }
        }
    }

    /**
     * Four scenes on one background. Three are variations of the first. For a pair: the colours exchanged, the shapes
     * exchanged, and the things exchanged. Else: another shape, another colour, and another size, fill or count.
     */
    public List<Scene> group() {
        Arrangement arrangement = arrangement();
        while (true) {
            Scene base = base(arrangement);
            List<Scene> group = base.second() == null ? edits(base) : exchanges(base, base.second());
            if (group.stream().allMatch(this::allowed)) {
                return group;
            }
        }
    }

    private Scene base(Arrangement arrangement) {
        Background background = pick(level.backgrounds());
        Thing first = thing(crowded(arrangement));
        if (!arrangement.isPair()) {
            return new Scene(arrangement, first, null, background);
        }
        Thing second = thing(false);
        while (first.color() == second.color() && first.shape() == second.shape()) {
            second = thing(false);
        }
        return new Scene(arrangement, first, second, background);
    }

    private Arrangement arrangement() {
        double u = random.uniform() * (level.single() + level.counted() + level.pairs());
        if (u < level.single()) {
            return Arrangement.ONE;
        }
        return u < level.single() + level.counted()
                ? pick(CROWDS)
                : random.chance(.5) ? Arrangement.LEFT_OF : Arrangement.ABOVE;
    }

    private boolean allowed(Scene scene) {
        return allowed(scene.first(), scene.background()) && allowed(scene.second(), scene.background());
    }

    private boolean allowed(@Nullable Thing thing, Background background) {
        return thing == null
                || (level.combinations().allows(thing) && !thing.color().blendsInto(background));
    }

    private List<Scene> exchanges(Scene base, Thing second) {
        Thing first = base.first();
        List<Scene> group = new ArrayList<>(List.of(
                base,
                base.with(painted(first, second.color()), painted(second, first.color())),
                base.with(shaped(first, second.shape()), shaped(second, first.shape())),
                base.with(/* newFirst= */ second, /* newSecond= */ first)));
        if (random.chance(.25)) {
            Arrangement other = base.arrangement() == Arrangement.LEFT_OF ? Arrangement.ABOVE : Arrangement.LEFT_OF;
            group.set(1 + random.below(2), new Scene(other, first, second, base.background()));
        }
        return group;
    }

    private List<Scene> edits(Scene base) {
        Color color = color();
        return List.of(
                base,
                base.with(shaped(base.first(), shape()), null),
                base.with(painted(base.first(), color), null),
                looksDifferent(base));
    }

    private Color color() {
        return pick(List.of(Color.values()).subList(0, level.colors()));
    }

    private Shape shape() {
        return pick(List.of(Shape.values()).subList(0, level.shapes()));
    }

    private Scene looksDifferent(Scene base) {
        Thing thing = base.first();
        int way = random.below(3);
        if (way == 0 && level.sizes().size() > 1) {
            return base.with(
                    new Thing(thing.color(), thing.shape(), size(crowded(base.arrangement())), thing.fill()), null);
        }
        if (way == 1 && level.fills().size() > 1) {
            return base.with(new Thing(thing.color(), thing.shape(), thing.size(), pick(level.fills())), null);
        }
        if (base.arrangement() == Arrangement.ONE) {
            return base.with(shaped(thing, shape()), null);
        }
        Arrangement other = pick(OF_A_KIND);
        Size size = crowded(other) && thing.size() == Size.LARGE ? size(true) : thing.size();
        return new Scene(other, new Thing(thing.color(), thing.shape(), size, thing.fill()), null, base.background());
    }

    private static boolean crowded(Arrangement arrangement) {
        return arrangement == Arrangement.THREE || arrangement == Arrangement.FOUR;
    }

    private Thing thing(boolean crowded) {
        while (true) {
            Thing thing = new Thing(
                    color(),
                    shape(),
                    size(crowded),
                    random.chance(level.patterned()) ? pick(level.fills()) : Fill.SOLID);
            if (level.combinations().allows(thing)) {
                return thing;
            }
        }
    }

    private Size size(boolean crowded) {
        Size size = pick(level.sizes());
        while (crowded && size == Size.LARGE) {
            size = pick(level.sizes());
        }
        return size;
    }

    private static Thing painted(Thing thing, Color color) {
        return new Thing(color, thing.shape(), thing.size(), thing.fill());
    }

    private static Thing shaped(Thing thing, Shape shape) {
        return new Thing(thing.color(), shape, thing.size(), thing.fill());
    }

    private <T> T pick(List<T> values) {
        return values.get(random.below(values.size()));
    }
}
