package host;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** What the class path of the host really holds. */
final class Jars {

    private Jars() {}

    /** Returns the jars of genaiops by the module names in their manifests. */
    static Map<String, Path> ofGenAiOps() throws IOException, URISyntaxException {
        Map<String, Path> jars = new TreeMap<>();
        for (URL url : Collections.list(Jars.class.getClassLoader().getResources("META-INF/MANIFEST.MF"))) {
            Path jar = jar(url);
            if (jar.getFileName().toString().startsWith("genaiops-")) {
                try (InputStream in = url.openStream()) {
                    jars.put(new Manifest(in).getMainAttributes().getValue(new Attributes.Name("Automatic-Module-Name")), jar);
                }
            }
        }
        return jars;
    }

    /** Returns the version of the jar that the class comes from: the folder that a Maven repository keeps it in. */
    static String versionOf(String className) throws ClassNotFoundException, URISyntaxException {
        Class<?> type = Class.forName(className);
        Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        return jar.getParent().getFileName().toString();
    }

    private static Path jar(URL manifest) throws URISyntaxException, IOException {
        String text = manifest.toString();
        int end = text.indexOf("!/");
        return end < 0
                ? Path.of(manifest.toURI())
                : Path.of(new URL(text.substring("jar:".length(), end)).toURI());
    }
}
