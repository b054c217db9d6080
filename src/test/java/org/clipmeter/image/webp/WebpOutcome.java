package org.clipmeter.image.webp;

import org.clipmeter.files.Hash;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.image.Transparency;

/** The result for a WebP file, in the notation of {@code webp_cases.py}. */
final class WebpOutcome {
    private WebpOutcome() {}

    /** "refused", or the size and the SHA-256 of the RGB bytes and of the alpha bytes ("-" if all are opaque). */
    static String of(byte[] file) {
        try {
            RgbImage image = WebpReader.read(file);
            Transparency transparency = image.transparency();
            String alpha = transparency == null ? "-" : Hash.sha256(transparency.alpha());
            return image.width() + "x" + image.height() + " " + Hash.sha256(image.rgb()) + " " + alpha;
        } catch (ImageException e) {
            return "refused";
        }
    }
}
