package io.genaiops.eval.text;

import io.genaiops.eval.Outcome;
import java.io.IOException;
import java.io.StringReader;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Tells whether a text is a well-formed XML document without a document type, so that no entity is ever resolved. */
final class XmlText {

    private static final String FEATURES = "http://xml.org/sax/features/";

    private XmlText() {}

    static Outcome judge(String text) {
        if (text.isBlank()) {
            return TextEvaluators.score(0, "empty");
        }
        try {
            factory().newSAXParser().parse(new InputSource(new StringReader(text)), new Handler());
            return TextEvaluators.score(1, "one XML document");
        } catch (SAXParseException e) {
            return refused(e);
        } catch (SAXException | ParserConfigurationException | IOException e) {
            return Outcome.errored(e);
        }
    }

    /** A limit of the parser ("JAXP00010001" and so on) says nothing about the text. */
    private static Outcome refused(SAXParseException e) {
        String message = String.valueOf(e.getMessage());
        return message.startsWith("JAXP")
                ? Outcome.errored(e)
                : TextEvaluators.score(
                        0, message + " (line " + e.getLineNumber() + ", column " + e.getColumnNumber() + ")");
    }

    private static SAXParserFactory factory() throws ParserConfigurationException, SAXException {
        SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        factory.setXIncludeAware(false);
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        factory.setFeature(FEATURES + "external-general-entities", false);
        factory.setFeature(FEATURES + "external-parameter-entities", false);
        return factory;
    }

    /** Stops at the first error; never resolves an entity. */
    private static final class Handler extends DefaultHandler {

        @Override
        public InputSource resolveEntity(String publicId, String systemId) {
            return new InputSource(new StringReader(""));
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
