package org.clipmeter.notebook.command;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.clipmeter.ClipMeter;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code %clip --version}: this version and the versions of the reference whose numbers it gives. */
final class Version implements IVersionProvider {
    private static final String POM = "/META-INF/maven/org.clipmeter/clipmeter/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {
            "clipmeter " + ours() + ", Java " + Runtime.version(),
            "gives the scores of " + ClipMeter.REFERENCE + " (fp32, CPU, without torchvision)"
        };
    }

    /** The version that Maven packaged. Classes that run from a build folder have none. */
    private static String ours() throws IOException {
        try (InputStream pom = Version.class.getResourceAsStream(POM)) {
            Properties properties = new Properties();
            if (pom != null) {
                properties.load(pom);
            }
            return properties.getProperty("version", "(development build)");
        }
    }
}
