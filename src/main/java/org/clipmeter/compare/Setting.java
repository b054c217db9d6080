package org.clipmeter.compare;

/** What two runs must have in common so that their scores mean the same. */
public enum Setting {
    /** The model's name. */
    MODEL("clip_model_name"),
    /** The commit or the hash of its weights. */
    REVISION("revision of the model"),
    /** The precision in which the model computes. */
    PRECISION("precision"),
    /** How images are turned into pixelValues. */
    PREPROCESSING("preprocessing"),
    /** The sentence that the prompts were put into. */
    TEMPLATE("template");

    private final String title;

    Setting(String title) {
        this.title = title;
    }

    /** Whether runs can be compared in order to see the effect of this setting: the score keeps its scale. */
    public boolean mayDiffer() {
        return this == PRECISION || this == PREPROCESSING;
    }

    /** The setting as messages call it. */
    @Override
    public String toString() {
        return title;
    }
}
