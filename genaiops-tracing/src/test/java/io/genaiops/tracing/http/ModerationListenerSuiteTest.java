package io.genaiops.tracing.http;

import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.moderation.ModerationResponse;
import dev.langchain4j.model.moderation.common.AbstractModerationModelListenerIT;
import dev.langchain4j.model.moderation.listener.ModerationModelListener;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The suite that LangChain4j runs on its own moderation models with listeners, run on such a model once it is traced. */
class ModerationListenerSuiteTest extends AbstractModerationModelListenerIT {

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    @Override
    protected ModerationModel createModel(List<ModerationModelListener> listeners) {
        return traced(listeners, false);
    }

    @Override
    protected ModerationModel createFailingModel(List<ModerationModelListener> listeners) {
        return traced(listeners, true);
    }

    @Override
    protected Class<? extends Exception> expectedExceptionClass() {
        return IllegalStateException.class;
    }

    private ModerationModel traced(List<ModerationModelListener> listeners, boolean failing) {
        return Tracing.create(telemetry.sdk()).moderationModel(new ModerationModel() {
            @Override
            public ModerationResponse doModerate(ModerationRequest request) {
                if (failing) {
                    throw new IllegalStateException("refused");
                }
                return ModerationResponse.builder()
                        .moderation(Moderation.notFlagged())
                        .build();
            }

            @Override
            public List<ModerationModelListener> listeners() {
                return listeners;
            }

            @Override
            public String modelName() {
                return "moderator";
            }
        });
    }
}
