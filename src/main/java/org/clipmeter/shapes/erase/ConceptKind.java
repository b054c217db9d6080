package org.clipmeter.shapes.erase;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.clipmeter.shapes.Arrangement;
import org.clipmeter.shapes.Color;
import org.clipmeter.shapes.Fill;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.Shape;
import org.clipmeter.shapes.Thing;

/** What of a picture a concept is about. */
public enum ConceptKind {
    /** The shape of a thing, such as a circle. */
    SHAPE {
        @Override
        List<Enum<?>> all() {
            return List.of(Shape.values());
        }

        @Override
        List<String> names(Enum<?> value) {
            return ((Shape) value).names();
        }

        @Override
        List<Enum<?>> shown(Scene scene) {
            return things(scene).stream().<Enum<?>>map(Thing::shape).toList();
        }

        @Override
        Scene replaced(Scene scene, Enum<?> from, Enum<?> to) {
            return changed(
                    scene,
                    thing -> thing.shape() == from
                            ? new Thing(thing.color(), (Shape) to, thing.size(), thing.fill())
                            : thing);
        }
    },
    /** The color of a thing, such as red. */
    COLOR {
        /** Colors before this place are visible on every background. */
        private static final int VISIBLE = 8;

        @Override
        List<Enum<?>> all() {
            return List.of(Color.values());
        }

        @Override
        List<Enum<?>> substitutes() {
            return all().subList(0, VISIBLE);
        }

        @Override
        List<String> names(Enum<?> value) {
            return ((Color) value).names();
        }

        @Override
        List<Enum<?>> shown(Scene scene) {
            return things(scene).stream().<Enum<?>>map(Thing::color).toList();
        }

        @Override
        Scene replaced(Scene scene, Enum<?> from, Enum<?> to) {
            return changed(
                    scene,
                    thing -> thing.color() == from
                            ? new Thing((Color) to, thing.shape(), thing.size(), thing.fill())
                            : thing);
        }
    },
    /** The fill of a thing, such as striped. */
    FILL {
        @Override
        List<Enum<?>> all() {
            return List.of(Fill.values());
        }

        @Override
        List<String> names(Enum<?> value) {
            return List.of(((Fill) value).word());
        }

        @Override
        List<Enum<?>> shown(Scene scene) {
            return things(scene).stream().<Enum<?>>map(Thing::fill).toList();
        }

        @Override
        Scene replaced(Scene scene, Enum<?> from, Enum<?> to) {
            return changed(
                    scene,
                    thing -> thing.fill() == from
                            ? new Thing(thing.color(), thing.shape(), thing.size(), (Fill) to)
                            : thing);
        }
    },
    /** How many things of a kind there are: one to four. */
    COUNT {
        @Override
        List<Enum<?>> all() {
            return List.of(Arrangement.ONE, Arrangement.TWO, Arrangement.THREE, Arrangement.FOUR);
        }

        @Override
        List<String> names(Enum<?> value) {
            return List.of(lower(value));
        }

        @Override
        List<Enum<?>> shown(Scene scene) {
            return scene.arrangement().isPair() ? List.of() : List.of(scene.arrangement());
        }

        @Override
        Scene replaced(Scene scene, Enum<?> from, Enum<?> to) {
            return scene.arrangement() == from
                    ? new Scene((Arrangement) to, scene.first(), null, scene.background())
                    : scene;
        }
    },
    /** How two things lie: beside each other (left of, right of), or one above the other (above, below, under). */
    RELATION {
        @Override
        List<Enum<?>> all() {
            return List.of(Arrangement.LEFT_OF, Arrangement.ABOVE);
        }

        @Override
        List<String> names(Enum<?> value) {
            return value == Arrangement.LEFT_OF ? List.of("left of", "right of") : List.of("above", "below", "under");
        }

        @Override
        List<Enum<?>> shown(Scene scene) {
            return scene.arrangement().isPair() ? List.of(scene.arrangement()) : List.of();
        }

        @Override
        Scene replaced(Scene scene, Enum<?> from, Enum<?> to) {
            return scene.arrangement() == from
                    ? new Scene((Arrangement) to, scene.first(), scene.second(), scene.background())
                    : scene;
        }
    };

    /** All values of this kind. */
    abstract List<Enum<?>> all();

    /** The values that may be drawn in place of others, on any background. */
    List<Enum<?>> substitutes() {
        return all();
    }

    /** All names of a value in captions, its own first. */
    abstract List<String> names(Enum<?> value);

    /** The values that a scene shows. */
    abstract List<Enum<?>> shown(Scene scene);

    /** The scene with one value in place of another; everything else stays. */
    abstract Scene replaced(Scene scene, Enum<?> from, Enum<?> to);

    /** The kind's name in lower case. */
    public String word() {
        return lower(this);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static List<Thing> things(Scene scene) {
        List<Thing> things = new ArrayList<>(List.of(scene.first()));
        Thing second = scene.second();
        if (second != null) {
            things.add(second);
        }
        return things;
    }

    private static Scene changed(Scene scene, UnaryOperator<Thing> change) {
        Thing second = scene.second();
        return scene.with(change.apply(scene.first()), second == null ? null : change.apply(second));
    }
}
