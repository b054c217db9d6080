package org.clipmeter.shapes.attack;

import java.util.ArrayList;
import java.util.List;
import org.clipmeter.shapes.Fill;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.Scene;
import org.clipmeter.shapes.SceneSampler;
import org.clipmeter.shapes.SplitMix64;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.erase.ConceptKind;

/** Draws scenes in which a concept is asked for, or is not. */
final class Scenes {
    private static final Level THINGS = Level.WORLD.withMix(1, 0, 0).withPatterned(.5);
    private static final Level COUNTS = Level.WORLD.withMix(.25, .75, 0);

    private Scenes() {}

    /**
     * Whether captions say a concept. That a thing is solid, or the only one, is not said: it follows from what is not said.
     */
    static boolean areSaid(Concept concept) {
        String own = concept.synonyms().get(0);
        return !own.equals("one") && !own.equals(Fill.SOLID.word());
    }

    /** Scenes whose captions say the concept, or none of its names. */
    static List<Scene> of(Concept concept, boolean with, int count, SplitMix64 random) {
        SceneSampler sampler = new SceneSampler(concept.kind() == ConceptKind.COUNT ? COUNTS : THINGS, random);
        String own = concept.synonyms().get(0);
        List<Scene> scenes = new ArrayList<>();
        while (scenes.size() < count) {
            Scene scene = sampler.next();
            if (new Concept(concept.kind(), own).isSaidIn(scene.caption()) == with) {
                scenes.add(scene);
            }
        }
        return scenes;
    }

    /** The caption of a scene with the concept's own name, as it was erased, in it. */
    static String caption(Scene scene, Concept concept) {
        String own = concept.synonyms().get(0);
        return concept.word().equals(own) ? scene.caption() : scene.caption().replace(own, concept.word());
    }
}
