package org.clipmeter.score;

/** What joins an image to its prompt. */
public enum Key {
    /** Found from the file names: {@link #ID} or {@link #INDEX}. */
    AUTO,
    /** The prompt's id in the file name: {@code coco_301091.jpg}. */
    ID,
    /** The 0-based position in the evaluation at the end of the file name: {@code uce_clip_score_run1_12.png}. */
    INDEX,
    /** A manifest or a mapping says it. */
    GIVEN
}
