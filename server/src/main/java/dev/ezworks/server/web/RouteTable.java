package dev.ezworks.server.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpMethod;

/** All routes of the server: the one place that knows which path exists, with which methods, and who may use it. */
public final class RouteTable {
    private final List<Entry> entries;

    private record Entry(PathTemplate template, Route route) {}

    /** A route that a request takes, with the path's variables as they were sent. */
    record Taken(Route route, Map<String, String> rawVariables) {}

    /** The routes of a path, one a method. */
    record Found(List<Taken> routes) {
        boolean isEmpty() {
            return routes.isEmpty();
        }

        /** The template of the path. */
        String template() {
            return routes.get(0).route().path();
        }

        Optional<Taken> by(HttpMethod method) {
            return routes.stream()
                    .filter(t -> t.route().method().equals(method))
                    .findFirst();
        }

        /** The route of the method that a POST stands for. */
        Optional<Taken> byPost(HttpMethod method) {
            return by(method).filter(t -> t.route().byPost());
        }

        /** What {@code Allow} says. */
        Set<HttpMethod> methods() {
            Set<HttpMethod> methods = new LinkedHashSet<>();
            routes.forEach(taken -> methods.add(taken.route().method()));
            methods.add(HttpMethod.OPTIONS);
            return methods;
        }
    }

    public RouteTable(List<? extends Endpoint> endpoints) {
        List<Entry> all = new ArrayList<>();
        for (Endpoint endpoint : endpoints) {
            endpoint.routes().forEach(route -> all.add(new Entry(new PathTemplate(route.path()), route)));
        }
        this.entries = List.copyOf(all);
    }

    /** Every route, in no meaningful order. */
    public List<Route> routes() {
        return entries.stream().map(Entry::route).toList();
    }

    Found find(String rawPath) {
        List<Taken> found = new ArrayList<>();
        for (Entry entry : entries) {
            entry.template().match(rawPath).ifPresent(variables -> found.add(new Taken(entry.route(), variables)));
        }
        return new Found(found);
    }
}
