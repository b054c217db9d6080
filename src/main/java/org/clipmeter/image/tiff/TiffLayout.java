package org.clipmeter.image.tiff;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;

/**
 * The layout of a TIFF's samples in the file. Pillow refuses many combinations that the format allows, or reads them as
 * something else; these are refused here with a message that names them.
 *
 * @param photometric the photometric interpretation
 * @param bits the number of bits of a sample
 * @param samples the number of samples of a pixel
 * @param extra the kinds of the samples beyond the colors
 * @param separate whether each sample has its own strips or tiles
 * @param reversed whether the first pixel is in the lowest bit of a byte
 * @param raw whether the samples are not compressed
 */
@SuppressWarnings("ArrayRecordComponent")
record TiffLayout(
        int photometric, int bits, int samples, long[] extra, boolean separate, boolean reversed, boolean raw) {
    void check() throws ImageException {
        if (reversed && !reversedIsRead()) {
            throw unsupported("bits in reverse order");
        }
        if (separate && samples > 1 && !(raw ? separateRawIsRead() : separateIsRead())) {
            throw unsupported("samples in separate planes");
        }
    }

    private boolean reversedIsRead() {
        if (samples == 3) {
            return photometric == 2 && bits == 8 && !(separate && raw);
        }
        if (samples != 1) {
            return false;
        }
        return switch (photometric) {
            case 0 -> bits < 8 || (bits == 8 && !raw);
            case 1 -> bits <= 16;
            case 3 -> bits == 8 || !raw;
            default -> false;
        };
    }

    private boolean separateRawIsRead() {
        boolean colors = (photometric == 2 && samples == 3) || (photometric == 5 && samples == 4);
        boolean alpha = photometric == 2 && samples == 4 && extra.length == 1 && extra[0] >= 2;
        return bits == 8 && (colors || alpha);
    }

    private boolean separateIsRead() {
        boolean colors = photometric == 2 || photometric == 5;
        for (long kind : extra) {
            if (kind != 0) {
                return photometric == 2 && samples == 4;
            }
        }
        return colors ? samples == (photometric == 5 ? 4 : 3) + extra.length : extra.length > 0;
    }

    private ImageException unsupported(String what) {
        return new ImageException(
                Reason.UNSUPPORTED,
                "a TIFF with " + TiffNames.photometric(photometric) + ", " + samples + " samples of " + bits
                        + " bits, with " + what + " is not read: convert it to PNG");
    }
}
