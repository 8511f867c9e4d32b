package dev.ezworks.server.config;

import dev.ezworks.server.account.AccountStore;
import dev.ezworks.server.content.ContentStore;
import dev.ezworks.server.files.FileStore;
import dev.ezworks.server.maintenance.ScrubFigures;
import dev.ezworks.server.maintenance.ScrubStore;
import dev.ezworks.server.metrics.MemoryMetrics;
import dev.ezworks.server.metrics.ProblemMetrics;
import dev.ezworks.server.metrics.RequestMetrics;
import dev.ezworks.server.metrics.ScrubMetrics;
import dev.ezworks.server.metrics.SweepMetrics;
import dev.ezworks.server.metrics.TimedPort;
import dev.ezworks.server.metrics.TransferMetrics;
import dev.ezworks.server.session.SessionStore;
import dev.ezworks.server.transfers.ActiveTransfers;
import dev.ezworks.server.transfers.BufferBudget;
import dev.ezworks.server.uploads.UploadStore;
import dev.ezworks.server.web.AccessLog;
import dev.ezworks.server.web.ActuatorPaths;
import dev.ezworks.server.web.HttpFrame;
import dev.ezworks.server.web.ProblemHandler;
import dev.ezworks.server.web.RequestId;
import dev.ezworks.server.web.RequestListener;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

/** What the server tells of itself, and to whom. */
@Configuration(proxyBeanMethods = false)
class MonitoringConfiguration {
    @Bean
    TransferMetrics transferMetrics(MeterRegistry registry, Clock clock) {
        return new TransferMetrics(registry, clock, ProblemHandler::isClientGone);
    }

    @Bean
    ProblemMetrics problemMetrics(MeterRegistry registry) {
        return new ProblemMetrics(registry);
    }

    @Bean
    SweepMetrics sweepMetrics(MeterRegistry registry, Clock clock) {
        return new SweepMetrics(registry, clock);
    }

    @Bean
    ScrubMetrics scrubMetrics(ScrubFigures figures) {
        return new ScrubMetrics(figures);
    }

    @Bean
    MemoryMetrics memoryMetrics(ActiveTransfers transfers, BufferBudget budget) {
        return new MemoryMetrics(transfers, budget, MonitoringConfiguration::nettyDirectMemory);
    }

    private static long nettyDirectMemory() {
        return ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? provider.metric().usedDirectMemory()
                : 0;
    }

    @Bean
    MeterBinder machineMetrics() {
        return registry -> List.of(
                        new JvmMemoryMetrics(),
                        new JvmThreadMetrics(),
                        new ProcessorMetrics(),
                        new FileDescriptorMetrics(),
                        new UptimeMetrics())
                .forEach(metrics -> metrics.bindTo(registry));
    }

    /** On its own: it listens to the collector, and stops when Spring closes it. */
    @Bean
    JvmGcMetrics gcMetrics() {
        return new JvmGcMetrics();
    }

    /** The same store, every operation timed. */
    static Stores timed(Stores stores, MeterRegistry registry) {
        return new Stores(
                stores.description(),
                TimedPort.of(ContentStore.class, "contents", stores.contents(), registry),
                TimedPort.of(FileStore.class, "files", stores.files(), registry),
                TimedPort.of(UploadStore.class, "uploads", stores.uploads(), registry),
                TimedPort.of(AccountStore.class, "accounts", stores.accounts(), registry),
                TimedPort.of(SessionStore.class, "sessions", stores.sessions(), registry),
                TimedPort.of(ScrubStore.class, "scrub", stores.scrub(), registry),
                stores.ping(),
                stores.onClose());
    }

    @Bean
    RequestListener requestListener(MeterRegistry registry, EzworksProperties properties) {
        RequestMetrics metrics = new RequestMetrics(registry);
        if (!properties.accessLog()) {
            return metrics;
        }
        AccessLog log = new AccessLog();
        return request -> {
            metrics.ended(request);
            log.ended(request);
        };
    }

    /**
     * Which of the actuator's paths the main address has: none if there is an address for them, else health and info,
     * and the metrics only where no stranger can ask for them.
     */
    static Predicate<String> shownOfActuator(EzworksProperties properties, Environment environment) {
        if (properties.management().port() != null) {
            return path -> false;
        }
        return ListenAddress.of(environment).isLoopback()
                ? path -> ActuatorPaths.isHarmless(path) || ActuatorPaths.isMetrics(path)
                : ActuatorPaths::isHarmless;
    }

    /** Always there, since which objects there are is settled when ezworks is built; without a port it does not start. */
    @Bean
    ManagementServer managementServer(
            EzworksProperties properties,
            ReactorResourceFactory resources,
            HttpFrame frame,
            RequestId requestId,
            ProblemHandler problems,
            @Qualifier(WebHttpHandlerBuilder.WEB_HANDLER_BEAN_NAME) WebHandler endpoints) {
        ListenAddress address = new ListenAddress(properties.management().address());
        Integer port = properties.management().port();
        NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory();
        if (port != null) {
            factory.setPort(port);
            factory.setAddress(resolved(address));
        }
        factory.setResourceFactory(resources);
        factory.addServerCustomizers(frame);
        return new ManagementServer(
                port != null,
                factory,
                address,
                WebHttpHandlerBuilder.webHandler(endpoints)
                        .filter(requestId, new ActuatorPaths())
                        .exceptionHandler(problems)
                        .build());
    }

    private static InetAddress resolved(ListenAddress address) {
        try {
            return InetAddress.getByName(address.host());
        } catch (UnknownHostException e) {
            throw new StartupException(
                    "the setting EZWORKS_MANAGEMENT_ADDRESS is '" + address.host()
                            + "', which is no address; set it to one of this machine",
                    e);
        }
    }
}
