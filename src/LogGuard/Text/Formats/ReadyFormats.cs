using System.Diagnostics.CodeAnalysis;

namespace LogGuard.Parsing;

/// <summary>
/// The formats of well-known programs. The notations of loghub's systems are loghub's own (Zhu et al., ICSE-SEIP 2019), so
/// that contents are comparable with its ground truth. The others follow the programs' documentation.
/// </summary>
internal static class ReadyFormats
{
    private static readonly SessionSelector Block = SessionSelector.Pattern(@"blk_-?\d+");
    private static readonly SessionSelector Instance = SessionSelector.Pattern("instance: (<uuid>)");

    public static readonly LineFormat Plain = new PlainFormat();

    public static readonly IReadOnlyList<LineFormat> All =
    [
        // No program's own: a time and a level in the usual places. Any other format that fits as well is preferred, as one further down is.
        Make(
            "Generic", "<Timestamp>|<Level>|<Logger>|<Content>", null, (_, layout) => layout with { RequireLevel = true },
            "<Timestamp> | <Level> | <Logger> - <Content>", @"<Timestamp> \[<Level>\] <Content>", @"\[<Timestamp>\] \[<Level>\] <Content>",
            @"\[<Timestamp>\] <Level>: <Content>", @"\[<Timestamp>\] <Level> <Content>", "<Timestamp> <Level>: <Content>", "<Timestamp> <Level> <Content>",
            "<Level> <Timestamp> <Content>", @"\[<Level>\] <Timestamp> <Content>"),
        Make("HDFS", "<Date> <Time> <Pid> <Level> <Component>: <Content>", Block),

        // The epoch is in UTC without decimals. The node's timestamp has decimals, in the zone of the machine.
        Make(
            "BGL", "<Label> <Timestamp> <Date> <Node> <Time> <NodeRepeat> <Type> <Component> <Level> <Content>", null,
            (index, layout) => layout with { FirstTime = index("Timestamp"), LastTime = index("Timestamp"), Decimals = index("Time") }),
        Make("OpenStack", @"<Logrecord> <Date> <Time> <Pid> <Level> <Component>( \[<ADDR>\])? <Content>", Instance),
        Make("Nova", @"<Level> <Component>( \[<Request>\])? <Content>", Instance),
        Make("Hadoop", @"<Date> <Time> <Level> \[<Process>\] <Component>: <Content>"),
        Make("Spark", "<Date> <Time> <Level> <Component>: <Content>"),
        Make("Zookeeper", @"<Date> <Time>( \[myid:<MyId>\])? - <Level> \[<Node>:<Component>@<Id>\] - <Content>"),
        Make("Apache", @"\[<Time>\] \[<Level>\] <Content>"),
        Make("Apache24", @"\[<Time>\] \[<Module>:<Level>\] \[pid <Pid>(:tid <Tid>)?\] <Content>"),

        // loghub's field named level contains the host.
        Make("Linux", @"<Month> <Date> <Time> <Level> <Component>(\[<PID>\])?: <Content>", null, (_, layout) => layout with { Level = -1 }),
        Make(
            "Thunderbird", @"<Label> <Timestamp> <Date> <User> <Month> <Day> <Time> <Location> <Component>(\[<PID>\])?: <Content>", null,
            (index, layout) => layout with { FirstTime = index("Timestamp"), LastTime = index("Timestamp") }),
        Make("HPC", "<LogId> <Node> <Component> <State> <Time> <Flag> <Content>"),
        Make("Windows", "<Date> <Time>, <Level> <Component> <Content>"),
        Make("Android", "<Date> <Time> <Pid> <Tid> <Level> <Component>: <Content>"),
        Make("HealthApp", "<Time>|<Component>|<Pid>|<Content>"),
        Make("Proxifier", @"\[<Time>\] <Program> - <Content>"),
        Make("OpenSSH", @"<Date> <Day> <Time> <Component> sshd(-<Program>)?\[<Pid>\]: <Content>"),
        Make("Mac", @"<Month> <Date> <Time> <User> <Component>\[<PID>\]( \(<Address>\))?: <Content>"),

        new SyslogFormat(),
        new StructuredSyslogFormat(),
        Make("NginxError", @"<Date> <Time> \[<Level>\] <Pid>#<Tid>:( \*<Connection>)? <Content>"),
        new AccessLogFormat(),

        Make("Log4j", @"<Date> <Time> \[<Thread>\]( \[<Context>\])? <Level> <Logger>( \[<Ndc>\])? -(-)? <Content>"),
        Make("Log4jTtcc", @"<Elapsed> \[<Thread>\] <Level> <Logger> - <Content>"),
        Make("Logback", @"<Time> \[<Thread>\]( \[<Context>\])? <Level> <Logger> -(-)? <Content>"),

        // Spring Boot 1 and 2 write a blank in the time, 3 may write the application's name and the trace id in brackets.
        Make(
            "SpringBoot", @"<Timestamp> <Level>( \[<Context>\])? <Pid> --- \[<Application>\]( \[<Thread>\])?( \[<Trace>\])? <Logger> : <Content>", null,
            (index, layout) => layout with { Application = index("Application") }),
        Make("Python", "<Date> <Time> - <Logger> - <Level> - <Content>", null, null, "<Level>:<Logger>:<Content>", "<Date> <Time> <Level> <Content>"),

        // Go's glog and Kubernetes' klog: the letter of the level is glued to month and day.
        Make("Klog", @"<Level><Date> <Time> <Pid> <Source>\] <Content>", null, (_, layout) => layout with { RequireLevel = true }),

        // Stricter formats stand further down.
        new ConsoleFormat(isSystemd: false),
        new ConsoleFormat(isSystemd: true),
        Make("Serilog", @"<Date> <Time> <Offset> \[<Level>\] <Content>", null, null, @"\[<Time> <Level>\] <Content>", @"<Date> <Time> \[<Level>\] <Content>"),
        .. ReadyJsonFormats.All,
        new ConsoleJsonFormat(),
        new CompactJsonFormat(),
        new DockerFormat(),
        new CriFormat(),
        new JournalExportFormat(),
        new LogfmtFormat(),
        new PostgreSqlFormat(),
        new PostgreSqlCsvFormat(),
        new MySqlErrorFormat(),
        new MySqlSlowFormat(),
        new W3CFormat(),
        new HaProxyFormat(),
        new ElbFormat(),
        new JvmGcFormat(),
        new WindowsEventFormat(),
        Plain,
    ];

    // The formats of programs in containers. Stricter ones stand first.
    private static readonly string[] NamesWithinContainers =
    [
        "CompactJson", "ConsoleJson", "Ecs", "SerilogJson", "SerilogElasticsearch", "Bunyan", "Pino", "Zap", "Logrus", "Slog", "Json", "ConsoleSystemd",
        "ConsoleSimple", "SpringBoot", "Log4j", "Logback", "Zookeeper", "Hadoop", "Python", "Serilog", "NginxError", "NginxAccess", "Apache24", "Apache",
        "PostgreSql", "PostgreSqlCsv", "MySqlError", "HAProxy", "JvmGc", "Klog", "Logfmt",
    ];

    private static readonly Dictionary<string, LineFormat> ByName = MakeByName();

    /// <summary>The formats that are tried on lines within the lines of a container, in this order.</summary>
    public static IReadOnlyList<LineFormat> WithinContainers { get; } =
        [.. NamesWithinContainers.Select(name => ByName[Fold(name)]), new StampedFormat()];

    /// <summary>All names, as documented.</summary>
    public static IEnumerable<string> Names => All.Select(format => format.Name).Concat(OtherNames);

    public static bool TryGet(string name, [NotNullWhen(true)] out LineFormat? format) =>
        ByName.TryGetValue(Fold(name), out format) || TryGetContainer(name, out format);

    private static readonly string[] OtherNames =
    [
        "Clef", "Syslog", "Rfc3164", "Rfc5424", "Nginx", "AspNetCore", "Console", "Systemd", "Raw", "Iis", "Kubernetes", "Containerd", "Postgres", "MySql",
        "Journal", "Journald", "Elb", "Alb", "Logrus text", "Slow query", "ApacheAccess", "Combined", "Glog", "CsvLog",
    ];

    // Docker/Logback, Cri/<Date> <Time> <Level> <Content>
    private static bool TryGetContainer(string name, [NotNullWhen(true)] out LineFormat? format)
    {
        format = null;
        var slash = name.IndexOf('/');
        if (slash < 0 || !ByName.TryGetValue(Fold(name[..slash]), out var outer) || outer is not ContainerFormat container)
        {
            return false;
        }

        var within = name[(slash + 1)..];
        if (ByName.TryGetValue(Fold(within), out var inner))
        {
            format = container.With(inner);
        }
        else if (within.Contains('<'))
        {
            try
            {
                format = container.With(LineFormat.Parse(within));
            }
            catch (ArgumentException)
            {
                // No notation either.
            }
        }

        return format is not null;
    }

    private static HeaderFormat Make(
        string name, string notation, SessionSelector? session = null, Func<Func<string, int>, HeaderLayout, HeaderLayout>? adjust = null,
        params string[] others) =>
        HeaderFormat.Make(notation, new LineFormatOptions { Name = name, Session = session }, adjust, others);

    private static Dictionary<string, LineFormat> MakeByName()
    {
        var byName = All.ToDictionary(format => Fold(format.Name), StringComparer.Ordinal);

        // Further common names; see OtherNames.
        byName["clef"] = byName[Fold("CompactJson")];
        byName["syslog"] = byName[Fold("Syslog3164")];
        byName["rfc3164"] = byName[Fold("Syslog3164")];
        byName["rfc5424"] = byName[Fold("Syslog5424")];
        byName["nginx"] = byName[Fold("NginxError")];
        byName["aspnetcore"] = byName[Fold("ConsoleSimple")];
        byName["console"] = byName[Fold("ConsoleSimple")];
        byName["systemd"] = byName[Fold("ConsoleSystemd")];
        byName["iis"] = byName[Fold("W3C")];
        byName["kubernetes"] = byName[Fold("Cri")];
        byName["containerd"] = byName[Fold("Cri")];
        byName["postgres"] = byName[Fold("PostgreSql")];
        byName["mysql"] = byName[Fold("MySqlError")];
        byName["slowquery"] = byName[Fold("MySqlSlow")];
        byName["journal"] = byName[Fold("JournalExport")];
        byName["journald"] = byName[Fold("JournalExport")];
        byName["elb"] = byName[Fold("AwsElb")];
        byName["alb"] = byName[Fold("AwsElb")];
        byName["logrustext"] = byName[Fold("Logfmt")];
        byName["glog"] = byName[Fold("Klog")];
        byName["csvlog"] = byName[Fold("PostgreSqlCsv")];
        byName["raw"] = Plain;
        byName["apacheaccess"] = byName[Fold("NginxAccess")];
        byName["combined"] = byName[Fold("NginxAccess")];
        return byName;
    }

    private static string Fold(string name) =>
        string.Concat(name.Where(character => character is not (' ' or '-' or '_' or '.'))).ToLowerInvariant();
}
