using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LogGuard.Detection;
using LogGuard.Models.Rates;
using LogGuard.Sequences;
using static LogGuard.Primitives.SavedData;

namespace LogGuard.Learning.Snapshots;

/// <summary>
/// The open sessions as a file: a magic number, a format, the parts of <see cref="SavedSessions"/>, and a checksum. The reader's
/// part is written by the reader between two events, the rest by the thread that saves.
/// </summary>
internal static class OpenSessionsFile
{
    /// <summary>Largest part of the sessions, in bytes; a default of 10,000 sessions takes about 4 MB.</summary>
    public const int SessionsLimit = 64 * 1024 * 1024;

    /// <summary>Largest file, in bytes.</summary>
    public const int SizeLimit = 4 * SessionsLimit;

    private const ulong Magic = 0x534E4550_4F474CUL;
    private const int Format = 2;

    // Without what recognizes the file of a text log by more than its beginning.
    private const int FirstFormat = 1;
    private const int ListLimit = 1 << 20;
    private const int ChecksumLength = SHA256.HashSizeInBytes;

    /// <summary>Writes a file.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="save">The parts.</param>
    public static void Write(Stream stream, SessionsSave save)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Format);
            writer.Write(save.Grouping);
            writer.Write(save.Saved);
            writer.Write(save.IsComplete);
            writer.Write(save.Number);
            writer.Write7BitEncodedInt(save.TextLogs.Count);
            foreach (var log in save.TextLogs)
            {
                writer.Write(log.Path);
                Write(writer, log.Position);
                writer.Write(log.LastTimestamp);
            }

            WriteBytes(writer, save.Keys);
            WriteBytes(writer, save.State);
        }

        var bytes = memory.GetBuffer().AsSpan(0, (int)memory.Length);
        stream.Write(bytes);
        stream.Write(SHA256.HashData(bytes));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is incomplete or altered, or contradicts itself.</exception>
    public static SavedSessions Read(byte[] bytes)
    {
        Require(bytes.Length > ChecksumLength && BitConverter.ToUInt64(bytes) == Magic, "it does not hold sessions");
        var content = bytes.AsSpan(0, bytes.Length - ChecksumLength);
        Require(SHA256.HashData(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)), "it does not match its checksum");
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes, 0, content.Length, writable: false), Encoding.UTF8);
            reader.ReadUInt64();
            var format = reader.ReadInt32();
            Require(format is FirstFormat or Format, "another version wrote it");
            return Read(reader, format);
        }
        catch (Exception exception) when (exception is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    /// <summary>Writes the reader's part.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="state">The numbers and questions.</param>
    /// <param name="writeSessions">Writes the sessions, each after a true; the file ends them with a false.</param>
    public static void WriteState(MemoryStream stream, RunningState state, Action<BinaryWriter> writeSessions)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(state.EventTime);
        writer.Write(state.OpenedCount);
        WriteBytes(writer, JsonSerializer.SerializeToUtf8Bytes(state.Quarantine, ManifestJson.Default.QuarantineState));
        WriteBytes(writer, state.Rates is null ? [] : JsonSerializer.SerializeToUtf8Bytes(state.Rates, RateJson.Default.RateState));
        writer.Write7BitEncodedInt(state.Reports.Count);
        foreach (var report in state.Reports)
        {
            writer.Write(report.Hash);
            writer.Write(report.Timestamp);
        }

        (string Name, Action<BinaryWriter> Save)[] parts =
        [
            .. state.Questions.OfType<IRunningQuestion>().Select(question => (question.Name, (Action<BinaryWriter>)question.SaveRunning)),
            .. state.Parts,
        ];
        writer.Write7BitEncodedInt(parts.Length);
        foreach (var (name, save) in parts)
        {
            using var part = new MemoryStream();
            using (var partWriter = new BinaryWriter(part, Encoding.UTF8, leaveOpen: true))
            {
                save(partWriter);
            }

            writer.Write(name);
            WriteBytes(writer, part.ToArray());
        }

        writeSessions(writer);
        writer.Write(false);
    }

    private static SavedSessions Read(BinaryReader reader, int format)
    {
        var grouping = reader.ReadString();
        var (saved, isComplete, number) = (reader.ReadInt64(), reader.ReadBoolean(), reader.ReadInt32());
        Require(IsTime(saved) && number >= 0, "its numbers are out of range");
        var logs = ReadList(reader, source => ReadTextLog(source, format));
        var keys = JsonSerializer.Deserialize(ReadBytes(reader), ManifestJson.Default.KeysState);
        Require(keys is { Templates: not null, Changes: not null }, "it has no templates");
        Require(!keys.Templates.Contains(null!) && keys.Changes.Fits(keys.Templates.Length), "its templates contradict themselves");
        var keyCount = keys.Templates.Length;
        using var state = new BinaryReader(new MemoryStream(ReadBytes(reader), writable: false), Encoding.UTF8);
        var (eventTime, openedCount) = (state.ReadInt64(), state.ReadInt64());
        Require((eventTime == long.MinValue || IsTime(eventTime)) && openedCount >= 0, "its time is none");
        var quarantine = JsonSerializer.Deserialize(ReadBytes(state), ManifestJson.Default.QuarantineState);
        Require(ManifestCheck.IsSound(quarantine, keyCount), "its watched templates are not among its templates");
        var rates = ReadBytes(state) is { Length: > 0 } bytes ? SnapshotFormat.ReadRates(bytes, keyCount) : null;
        var reports = ReadList(state, static source => new DeliveredReport(source.ReadUInt64(), source.ReadInt64()));
        var questions = ReadList(state, static source => (Name: source.ReadString(), State: ReadBytes(source)));
        var sessions = new List<SavedSession>();
        while (state.ReadBoolean())
        {
            sessions.Add(SavedSession.Read(state, keyCount));
            Require(sessions[^1].TextLog <= logs.Count, "a session is of a text log that is not there");
        }

        Require(sessions.Count == 0 || eventTime != long.MinValue, "it has sessions and no time");
        sessions.Reverse();
        return new SavedSessions
        {
            Grouping = grouping,
            Saved = saved,
            IsComplete = isComplete,
            Number = number,
            Templates = keys.Templates,
            KeyChanges = keys.Changes,
            MinedKeys = keys.MinedKeys,
            Quarantine = quarantine,
            Rates = rates,
            TextLogs = logs,
            Reports = reports,
            EventTime = eventTime,
            OpenedCount = openedCount,
            Sessions = sessions,
            Questions = questions.ToDictionary(question => question.Name, question => question.State),
        };
    }

    private static void Write(BinaryWriter writer, TextPosition position)
    {
        writer.Write(position.Offset);
        writer.Write(position.LineNumber);
        writer.Write(position.HeadLength);
        writer.Write(position.HeadHash);
        writer.Write(position.CheckOffset);
        writer.Write(position.CheckLength);
        writer.Write(position.CheckHash);
        writer.Write(position.FileId ?? "");
        writer.Write(position.FilePath ?? "");
        writer.Write(position.LastWriteTime?.UtcTicks ?? 0);
    }

    private static TextPosition ReadPosition(BinaryReader reader, int format)
    {
        var position = new TextPosition { Offset = reader.ReadInt64(), LineNumber = reader.ReadInt64(), HeadLength = reader.ReadInt32(), HeadHash = reader.ReadUInt64() };
        return format == FirstFormat ? position : position with
        {
            CheckOffset = reader.ReadInt64(),
            CheckLength = reader.ReadInt32(),
            CheckHash = reader.ReadUInt64(),
            FileId = reader.ReadString() is { Length: > 0 } id ? id : null,
            FilePath = reader.ReadString() is { Length: > 0 } path ? path : null,
            LastWriteTime = reader.ReadInt64() is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null,
        };
    }

    private static SavedTextLog ReadTextLog(BinaryReader reader, int format)
    {
        var log = new SavedTextLog(reader.ReadString(), ReadPosition(reader, format), reader.ReadInt64());
        Require(log.Position.IsSound && IsTime(log.LastTimestamp), "the position in a text log is none");
        return log;
    }

    private static List<T> ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.Read7BitEncodedInt();
        Require(count is >= 0 and <= ListLimit, "a list has a wrong length");
        var list = new List<T>();
        for (var i = 0; i < count; i++)
        {
            list.Add(read(reader));
        }

        return list;
    }

    private static void WriteBytes(BinaryWriter writer, byte[] bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    private static byte[] ReadBytes(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        Require(length >= 0 && length <= reader.BaseStream.Length - reader.BaseStream.Position, "a part is longer than the file");
        return reader.ReadBytes(length);
    }
}
