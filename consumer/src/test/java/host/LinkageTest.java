package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Links every call and field access in the jars of genaiops against the libraries of the host, so that a version that
 * lacks one is found without running the line.
 */
class LinkageTest {

    /** Packages of optional dependencies that this host leaves out; what they hold cannot be linked. */
    private static final List<String> LEFT_OUT = List.of(
            "dev.langchain4j.agentic",
            "dev.langchain4j.service",
            "dev.langchain4j.memory.chat",
            "dev.langchain4j.store.embedding.inmemory",
            "dev.langchain4j.data.document.splitter",
            "dev.langchain4j.model.anthropic",
            "dev.langchain4j.model.googleai",
            "dev.langchain4j.model.openai",
            "io.opentelemetry.sdk",
            "net.sf.jsqlparser",
            "opennlp");

    @Test
    void every_member_that_genaiops_uses_exists_here() throws Exception {
        Collection<URL> jars = new ArrayList<>();
        for (Path jar : Jars.ofGenAiOps().values()) {
            jars.add(jar.toUri().toURL());
        }
        JavaClasses ours = new ClassFileImporter().importUrls(jars);
        Set<String> missing = new TreeSet<>();
        int linked = 0;
        for (JavaClass type : ours) {
            for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                linked++;
                if (isForeign(access.getTargetOwner()) && !exists(access.getTarget())) {
                    missing.add(access.getTarget().getFullName() + " that " + access.getOrigin().getFullName() + " uses");
                }
            }
            Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
                    .filter(above -> isForeign(above) && above.getSource().isEmpty())
                    .forEach(above -> missing.add(above.getName() + " that " + type.getName() + " extends"));
        }
        assertTrue(linked > 100, "linked only " + linked + " accesses: looked in the wrong place");
        assertEquals(Set.of(), missing);
    }

    private static boolean isForeign(JavaClass owner) {
        JavaClass type = owner.getBaseComponentType();
        String name = type.getPackageName();
        return !type.isPrimitive()
                && !owner.isArray()
                && !name.startsWith("java.")
                && !name.startsWith("javax.")
                && !name.startsWith("io.genaiops")
                && LEFT_OUT.stream().noneMatch(left -> name.equals(left) || name.startsWith(left + "."));
    }

    private static boolean exists(AccessTarget target) {
        return target.resolveMember().isPresent();
    }
}
