using System.Diagnostics.CodeAnalysis;
using LogGuard.Extensions.Logging.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LogGuard.Extensions.Logging;

/// <summary>Registers detectors. Repeated registrations of one detector have no effect.</summary>
internal static class DetectorRegistration
{
    /// <summary>Returns the detector of a name. The empty name is the detector without a name.</summary>
    public static AnomalyDetector GetDetector(IServiceProvider services, string name) =>
        name.Length == 0 ? services.GetRequiredService<AnomalyDetector>() : services.GetRequiredKeyedService<AnomalyDetector>(name);

    /// <summary>Returns whether the detector of a name is registered, by this package or by the application.</summary>
    public static bool IsRegistered(IServiceProvider services, string name) => name.Length == 0
        ? services.GetService<IServiceProviderIsService>()?.IsService(typeof(AnomalyDetector)) != false
        : services.GetService<IServiceProviderIsKeyedService>()?.IsKeyedService(typeof(AnomalyDetector), name) != false;

    /// <summary>Returns the relay of a detector's diagnostic messages; null if the application receives them itself.</summary>
    public static DiagnosticRelay? GetRelay(IServiceProvider services, string name) => services.GetKeyedService<DiagnosticRelay>(name);

    /// <summary>Registers the detector of a name, with settings by configuration and then by the callback.</summary>
    public static void AddDetector(IServiceCollection services, string name, Action<AnomalyDetectorOptions>? configure)
    {
        if (TryRegister(services, name))
        {
            services.AddOptions<AnomalyDetectorOptions>(name)
                .Configure<IServiceProvider>((options, provider) =>
                {
                    options.Name = name.Length == 0 ? options.Name : name;
                    if (provider.GetService<IConfiguration>() is { } configuration)
                    {
                        SettingsBinder.Bind(configuration.GetSection(SettingsBinder.SectionOf(name)), options, name.Length == 0 ? NamesOf(provider) : []);
                    }
                })
                .ValidateOnStart();
            services.AddKeyedSingleton(name, (provider, _) => new DiagnosticRelay(provider, name));
            if (name.Length == 0)
            {
                services.AddSingleton(provider => Create(provider, name));
            }
            else
            {
                services.AddKeyedSingleton(name, (provider, _) => Create(provider, name));
            }
        }

        AddHosting(services, name);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AnomalyDetectorOptions>, OptionsValidator>());
        if (configure is not null)
        {
            services.Configure(name, configure);
        }
    }

    /// <summary>Registers an existing detector without a name.</summary>
    public static void AddDetector(IServiceCollection services, AnomalyDetector detector)
    {
        if (!TryRegister(services, ""))
        {
            throw new InvalidOperationException("An anomaly detector without a name is already registered; give the others names.");
        }

        services.AddSingleton(detector);
        services.AddSingleton<IHostedService>(provider => new DetectorHostedService(provider, "", ownsDetector: false));
    }

    /// <summary>Registers a handler of a detector's anomalies or alerts.</summary>
    public static void AddHandler<TService, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        IServiceCollection services, string? name, ServiceLifetime lifetime)
        where THandler : TService
    {
        TryRegister(services, name ?? "", KindOf<TService>());
        services.Add(string.IsNullOrEmpty(name)
            ? ServiceDescriptor.Describe(typeof(TService), typeof(THandler), lifetime)
            : ServiceDescriptor.DescribeKeyed(typeof(TService), name, typeof(THandler), lifetime));
    }

    /// <summary>Returns whether a detector has handlers of a type, without creating them.</summary>
    public static bool HasHandlers<TService>(IServiceProvider services, string name) =>
        services.GetServices<Registration>().Contains(new Registration(name, KindOf<TService>()));

    private static RegistrationKind KindOf<TService>() =>
        typeof(TService) == typeof(IAlertHandler) ? RegistrationKind.AlertHandler : RegistrationKind.AnomalyHandler;

    private static IEnumerable<string> NamesOf(IServiceProvider services) =>
        services.GetServices<Registration>().Where(mark => mark is { Kind: RegistrationKind.Detector, Name.Length: > 0 }).Select(mark => mark.Name);

    // The detector is created in StartingAsync, before other services start.
    private static void AddHosting(IServiceCollection services, string name)
    {
        if (TryRegister(services, name, RegistrationKind.Hosting))
        {
            services.AddSingleton<IHostedService>(provider => new DetectorHostedService(provider, name));
        }
    }

    /// <summary>Registers a logger provider for a detector, for all categories or the selected ones.</summary>
    public static void AddProvider(ILoggingBuilder builder, string name, Func<string, bool>? watches)
    {
        if (TryRegister(builder.Services, name, RegistrationKind.Provider))
        {
            builder.Services.AddSingleton<ILoggerProvider>(provider => CreateProvider(provider, name, watches));
        }
    }

    // The logger factory creates the provider, so this method must not resolve a logger.
    private static AnomalyDetectorLoggerProvider CreateProvider(IServiceProvider services, string name, Func<string, bool>? watches)
    {
        var detector = GetDetector(services, name);
        var filters = services.GetService<IOptions<LoggerFilterOptions>>()?.Value ?? new LoggerFilterOptions();
        detector.Intake.ReportMinimumSeverity((LogSeverity)Math.Min((int)ProviderMinimumLevel.Of(filters), (int)LogSeverity.Fatal));
        return new AnomalyDetectorLoggerProvider(detector, watches, GetRelay(services, name));
    }

    private static AnomalyDetector Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<AnomalyDetectorOptions>>().Get(name);
        var relay = options.Diagnostics is null && options.OnDiagnostic is null ? services.GetRequiredKeyedService<DiagnosticRelay>(name) : null;
        if (relay is not null)
        {
            options = options.Copy();
            options.OnDiagnostic = relay.Take;
        }

        var detector = new AnomalyDetector(options);
        foreach (var remark in HealthCheckRules.RemarksOn(services.GetService<IConfiguration>()?.GetSection(SettingsBinder.HealthSectionOf(name))))
        {
            detector.Intake.Report(remark);
        }

        if (relay is not null && !services.GetServices<Registration>().Contains(new Registration(name, RegistrationKind.Provider)))
        {
            // No part of the logger factory, which therefore is not being built now. Otherwise its provider connects the relay.
            using (detector.Unwatched())
            {
                relay.Connect();
            }
        }

        return detector;
    }

    private static bool TryRegister(IServiceCollection services, string name, RegistrationKind kind = RegistrationKind.Detector)
    {
        var mark = new Registration(name, kind);
        if (services.Any(service => !service.IsKeyedService && mark.Equals(service.ImplementationInstance as Registration)))
        {
            return false;
        }

        services.AddSingleton(mark);
        return true;
    }

    private enum RegistrationKind
    {
        Detector,
        Provider,
        Hosting,
        AnomalyHandler,
        AlertHandler,
    }

    private sealed record Registration(string Name, RegistrationKind Kind);
}
