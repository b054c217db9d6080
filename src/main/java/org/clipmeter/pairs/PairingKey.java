package org.clipmeter.pairs;

/** What joins an image to its prompt. */
public enum PairingKey {
    /** Found from a folder's manifest, else from the file names: {@link #ID} or {@link #INDEX}. */
    AUTO,
    /**
     * The prompt's id in the file name: the whole name ({@code coco_301091.jpg}), else its beginning ({@code 862_3.png}),
     * else its end ({@code img_862.png}).
     */
    ID,
    /** The prompt's id, and after it what tells several images of the prompt apart: {@code 862_3.png} belongs to 862. */
    LEADING_ID,
    /** The prompt's id at the end of the file name: {@code img_862.png}. */
    TRAILING_ID,
    /** The 0-based position in the evaluation at the end of the file name: {@code uce_clip_score_run1_12.png}. */
    INDEX,
    /** A manifest in the images' folder states it. */
    MANIFEST,
    /** A manifest or a mapping, given in place of a folder, states it. */
    GIVEN
}
