using System.Diagnostics.CodeAnalysis;
using LogGuard.Extensions.Logging.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LogGuard.Extensions.Logging;

/// <summary>Registers detectors, each once however often it is asked for.</summary>
internal static class AnomalyDetectorSetup
{
    /// <summary>The detector of a name, the empty one for the one that is asked for without a name.</summary>
    public static AnomalyDetector GetDetector(IServiceProvider services, string name) =>
        name.Length == 0 ? services.GetRequiredService<AnomalyDetector>() : services.GetRequiredKeyedService<AnomalyDetector>(name);

    /// <summary>Registers the detector of a name, with its settings from configuration first and then those given here.</summary>
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

    /// <summary>Registers the detector without a name that the host keeps.</summary>
    public static void AddDetector(IServiceCollection services, AnomalyDetector detector)
    {
        if (!TryRegister(services, ""))
        {
            throw new InvalidOperationException("There is an anomaly detector without a name already; give the others names.");
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

    /// <summary>Whether a detector has handlers of a type; without making any.</summary>
    public static bool HasHandlers<TService>(IServiceProvider services, string name) =>
        services.GetServices<Registration>().Contains(new Registration(name, KindOf<TService>()));

    private static RegistrationKind KindOf<TService>() =>
        typeof(TService) == typeof(IAlertHandler) ? RegistrationKind.AlertHandler : RegistrationKind.AnomalyHandler;

    private static IEnumerable<string> NamesOf(IServiceProvider services) =>
        services.GetServices<Registration>().Where(mark => mark is { Kind: RegistrationKind.Detector, Name.Length: > 0 }).Select(mark => mark.Name);

    // First of all, so that other services find it loaded when they start.
    private static void AddHosting(IServiceCollection services, string name)
    {
        if (TryRegister(services, name, RegistrationKind.Hosting))
        {
            services.AddSingleton<IHostedService>(provider => new DetectorHostedService(provider, name));
        }
    }

    /// <summary>Has a detector watch the application's log, or the categories that it is to watch.</summary>
    public static void AddProvider(ILoggingBuilder builder, string name, Func<string, bool>? watches)
    {
        if (TryRegister(builder.Services, name, RegistrationKind.Provider))
        {
            builder.Services.AddSingleton<ILoggerProvider>(provider => CreateProvider(provider, name, watches));
        }
    }

    // A provider is made by the logger factory, so nothing here may ask for a logger.
    private static AnomalyDetectorLoggerProvider CreateProvider(IServiceProvider services, string name, Func<string, bool>? watches)
    {
        var detector = GetDetector(services, name);
        var filters = services.GetService<IOptions<LoggerFilterOptions>>()?.Value ?? new LoggerFilterOptions();
        detector.Intake.ReportMinimumSeverity((LogSeverity)Math.Min((int)ProviderMinimumLevel.Of(filters), (int)LogSeverity.Fatal));
        return new AnomalyDetectorLoggerProvider(detector, watches);
    }

    private static AnomalyDetector Create(IServiceProvider services, string name) =>
        new(services.GetRequiredService<IOptionsMonitor<AnomalyDetectorOptions>>().Get(name));

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
