using Serilog.Events;

namespace HdfsReplay;

/// <summary>The kind of value in a placeholder of a template, by which <see cref="HdfsLineValues"/> fills it.</summary>
internal enum HoleKind
{
    /// <summary>The session's block id, or a file named like it.</summary>
    BlockId,

    /// <summary>One of the session's three data nodes, <c>10.251.66.63:50010</c>.</summary>
    DataNode,

    /// <summary>The same data node under a passing client port, <c>10.251.66.63:36747</c>.</summary>
    Client,

    /// <summary>One of the session's data nodes without its port.</summary>
    Address,

    /// <summary>Any node of the cluster that reads the block, without its port.</summary>
    Reader,

    /// <summary>The data node that sends a copy when a replica is missing.</summary>
    Sender,

    /// <summary>The session's fourth node, which receives the copy.</summary>
    Target,

    /// <summary>The fourth node under a passing client port.</summary>
    TargetClient,

    /// <summary>Bytes in the block, a <see cref="long"/>, mostly 67,108,864.</summary>
    Size,

    /// <summary>The file being written, in the name node's tree.</summary>
    Path,

    /// <summary>The folder of a data node that holds the block.</summary>
    Directory,

    /// <summary>Position of a data node in the write pipeline, 0..2, an <see cref="int"/>.</summary>
    Index,

    /// <summary>Type and message of a Java exception, as text.</summary>
    Exception,

    /// <summary>Bytes of the block file already written, a <see cref="long"/>.</summary>
    Offset,

    /// <summary>The offset at which writing resumes, at or before <see cref="Offset"/>.</summary>
    ResumeOffset,

    /// <summary>The offset in the checksum file for the same <see cref="ResumeOffset"/>.</summary>
    MetaOffset,
}

/// <summary>One statement of the HDFS source that writes a line about a block.</summary>
/// <param name="Key">Log key, 1..30, as in the sequences under <c>samples/data/hdfs</c>.</param>
/// <param name="Template">The line as a Serilog message template, with one entry of <paramref name="Holes"/> per placeholder.</param>
/// <param name="Level">Level of the real lines.</param>
/// <param name="Component">Logger name of the real lines.</param>
/// <param name="Holes">The kinds of values of the placeholders, in order.</param>
internal readonly record struct HdfsTemplate(
    int Key, string Template, LogEventLevel Level, string Component, HoleKind[] Holes);

/// <summary>
/// The thirty message templates of the HDFS log of Xu et al. (SOSP 2009), with named placeholders instead of loghub's
/// <c>&lt;*&gt;</c>. Key <em>k</em> is loghub's template E<em>k</em>, with one exception: key 17 is E29,
/// "PendingReplicationMonitor timed out block", because key 17 mostly means this template in the sequences (47 times, 25 of
/// them right before a further request to replicate). E17, "Failed to transfer", has the free key 29, so that thirty keys still
/// have thirty texts. The sequences only use the keys 1..28.
/// </summary>
internal static class HdfsTemplates
{
    private const string BlockReceiver = "dfs.DataNode$BlockReceiver";
    private const string DataTransfer = "dfs.DataNode$DataTransfer";
    private const string DataXceiver = "dfs.DataNode$DataXceiver";
    private const string PacketResponder = "dfs.DataNode$PacketResponder";
    private const string Namesystem = "dfs.FSNamesystem";
    private const string PendingReplication = "dfs.PendingReplicationBlocks$PendingReplicationMonitor";

    private static readonly HdfsTemplate[] ByKey =
    [
        default, // key 0 is no template
        Warning(1, "dfs.DataBlockScanner", "Adding an already existing block {BlockId}", HoleKind.BlockId),
        Info(2, "dfs.DataBlockScanner", "Verification succeeded for {BlockId}", HoleKind.BlockId),
        Info(3, DataXceiver, "{DataNode} Served block {BlockId} to /{Reader}",
            HoleKind.DataNode, HoleKind.BlockId, HoleKind.Reader),
        Warning(4, DataXceiver, "{DataNode}:Got exception while serving {BlockId} to /{Reader}:",
            HoleKind.DataNode, HoleKind.BlockId, HoleKind.Reader),
        Info(5, DataXceiver, "Receiving block {BlockId} src: /{Source} dest: /{Destination}",
            HoleKind.BlockId, HoleKind.Client, HoleKind.DataNode),
        Info(6, DataXceiver, "Received block {BlockId} src: /{Source} dest: /{Destination} of size {Size}",
            HoleKind.BlockId, HoleKind.TargetClient, HoleKind.Target, HoleKind.Size),
        Info(7, DataXceiver, "writeBlock {BlockId} received exception {Exception}",
            HoleKind.BlockId, HoleKind.Exception),
        Info(8, PacketResponder, "PacketResponder {Index} for block {BlockId} Interrupted.",
            HoleKind.Index, HoleKind.BlockId),
        Info(9, PacketResponder, "Received block {BlockId} of size {Size} from /{Source}",
            HoleKind.BlockId, HoleKind.Size, HoleKind.Address),
        Info(10, PacketResponder, "PacketResponder {BlockId} {Index} Exception {Exception}",
            HoleKind.BlockId, HoleKind.Index, HoleKind.Exception),
        Info(11, PacketResponder, "PacketResponder {Index} for block {BlockId} terminating",
            HoleKind.Index, HoleKind.BlockId),
        Info(12, BlockReceiver, "{DataNode}:Exception writing block {BlockId} to mirror {Mirror}",
            HoleKind.DataNode, HoleKind.BlockId, HoleKind.Target),
        Info(13, BlockReceiver, "Receiving empty packet for block {BlockId}", HoleKind.BlockId),
        Info(14, BlockReceiver, "Exception in receiveBlock for block {BlockId} {Exception}",
            HoleKind.BlockId, HoleKind.Exception),
        Info(15, BlockReceiver,
            "Changing block file offset of block {BlockId} from {Offset} to {ResumeOffset} meta file offset to {MetaOffset}",
            HoleKind.BlockId, HoleKind.Offset, HoleKind.ResumeOffset, HoleKind.MetaOffset),
        Info(16, DataTransfer, "{Source}:Transmitted block {BlockId} to /{Target}",
            HoleKind.Sender, HoleKind.BlockId, HoleKind.Target),
        Warning(17, PendingReplication, "PendingReplicationMonitor timed out block {BlockId}", HoleKind.BlockId),
        Info(18, "dfs.DataNode", "{Source} Starting thread to transfer block {BlockId} to {Target}",
            HoleKind.Sender, HoleKind.BlockId, HoleKind.Target),
        Info(19, "dfs.FSDataset", "Reopen Block {BlockId}", HoleKind.BlockId),
        Warning(20, "dfs.FSDataset",
            "Unexpected error trying to delete block {BlockId}. BlockInfo not found in volumeMap.", HoleKind.BlockId),
        // The file has the name of the block. Two placeholders avoid joining the path for each event.
        Info(21, "dfs.FSDataset", "Deleting block {BlockId} file {Directory}/{FileName}",
            HoleKind.BlockId, HoleKind.Directory, HoleKind.BlockId),
        Info(22, Namesystem, "BLOCK* NameSystem.allocateBlock: {Path}. {BlockId}",
            HoleKind.Path, HoleKind.BlockId),
        Info(23, Namesystem, "BLOCK* NameSystem.delete: {BlockId} is added to invalidSet of {DataNode}",
            HoleKind.BlockId, HoleKind.DataNode),
        Info(24, Namesystem,
            "BLOCK* Removing block {BlockId} from neededReplications as it does not belong to any file.", HoleKind.BlockId),
        Info(25, Namesystem, "BLOCK* ask {Source} to replicate {BlockId} to datanode(s) {Target}",
            HoleKind.Sender, HoleKind.BlockId, HoleKind.Target),
        Info(26, Namesystem,
            "BLOCK* NameSystem.addStoredBlock: blockMap updated: {DataNode} is added to {BlockId} size {Size}",
            HoleKind.DataNode, HoleKind.BlockId, HoleKind.Size),
        Warning(27, Namesystem,
            "BLOCK* NameSystem.addStoredBlock: Redundant addStoredBlock request received for {BlockId} on {DataNode} size {Size}",
            HoleKind.BlockId, HoleKind.DataNode, HoleKind.Size),
        Info(28, Namesystem,
            "BLOCK* NameSystem.addStoredBlock: addStoredBlock request received for {BlockId} on {DataNode} size {Size} But it does not belong to any file.",
            HoleKind.BlockId, HoleKind.DataNode, HoleKind.Size),
        Warning(29, DataTransfer, "{Source}:Failed to transfer {BlockId} to {Target} got {Exception}",
            HoleKind.Sender, HoleKind.BlockId, HoleKind.Target, HoleKind.Exception),
        // Two spaces precede the id, as in the real line. The real line names up to a hundred blocks; this one names one.
        Info(30, Namesystem, "BLOCK* ask {DataNode} to delete  {BlockId}", HoleKind.DataNode, HoleKind.BlockId),
    ];

    /// <summary>The highest key; keys are 1..30.</summary>
    public static int LastKey => ByKey.Length - 1;

    /// <summary>All templates, in order of their keys.</summary>
    public static ReadOnlySpan<HdfsTemplate> All => ByKey.AsSpan(1);

    /// <summary>Returns the template of <paramref name="key"/> by reference.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The key is not 1..30.</exception>
    public static ref readonly HdfsTemplate For(int key)
    {
        if (key < 1 || key > LastKey)
        {
            throw new ArgumentOutOfRangeException(nameof(key), key, $"An HDFS log key is 1..{LastKey}.");
        }

        return ref ByKey[key];
    }

    // None of the thirty has the level ERROR: the few ERROR lines of the log match none of loghub's templates.
    private static HdfsTemplate Info(int key, string component, string template, params HoleKind[] holes) =>
        new(key, template, LogEventLevel.Information, component, holes);

    private static HdfsTemplate Warning(int key, string component, string template, params HoleKind[] holes) =>
        new(key, template, LogEventLevel.Warning, component, holes);
}
