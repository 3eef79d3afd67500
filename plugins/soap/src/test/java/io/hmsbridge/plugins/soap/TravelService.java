package io.hmsbridge.plugins.soap;

import jakarta.jws.WebMethod;
import jakarta.jws.WebParam;
import jakarta.jws.WebResult;
import jakarta.jws.WebService;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.ws.soap.Addressing;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.xml.datatype.XMLGregorianCalendar;

/** A service as Metro makes it of Java: it writes its own WSDL, of two documents, and wants WS-Addressing. */
@WebService(targetNamespace = "http://travel.agency.example/")
@Addressing(required = true)
public final class TravelService {

    /** A stop of a trip, with an attribute and unqualified elements, as JAXB has them. */
    public static final class Stop {
        /** Its number. */
        @XmlAttribute(required = true)
        public int number;
        /** Its name. */
        public String city;
        /** Its rate. */
        public BigDecimal rate;
        /** When it begins. */
        public XMLGregorianCalendar arrives;
    }

    private final List<String> trips = new CopyOnWriteArrayList<>();

    List<String> trips() {
        return trips;
    }

    /** Notes a trip. */
    @WebMethod
    @WebResult(name = "id")
    public String bookTrip(@WebParam(name = "traveller") String traveller, @WebParam(name = "urgent") boolean urgent,
            @WebParam(name = "stop") List<Stop> stops) {
        var words = new ArrayList<String>();
        for (var stop : stops) {
            words.add(stop.number + " " + stop.city + " " + stop.rate + " " + stop.arrives);
        }
        trips.add(traveller + (urgent ? "! " : " ") + words);
        return "trip-" + trips.size();
    }
}
