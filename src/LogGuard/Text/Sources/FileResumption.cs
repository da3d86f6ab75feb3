namespace LogGuard.Parsing;

/// <summary>Finds where reading goes on at a saved position: in the file at the path, in a rotated one, or in those written since.</summary>
/// <param name="path">The log.</param>
/// <param name="rotated">The files around it.</param>
/// <param name="finished">Receives the position if its file is not found: what was written since is found from there.</param>
/// <param name="report">Receives what happened to the file.</param>
/// <param name="warn">Receives what is lost.</param>
internal sealed class FileResumption(string path, RotatedFiles rotated, FinishedFiles finished, Action<string> report, Action<string> warn)
{
    /// <summary>Goes on at a position.</summary>
    /// <param name="file">The file at the path; disposed of unless it is returned.</param>
    /// <param name="position">The position.</param>
    /// <param name="number">The number of the file that is returned.</param>
    /// <param name="splitter">Is started where reading goes on.</param>
    public ResumedFile Resume(LogFile file, TextPosition position, int number, ByteLineSplitter splitter)
    {
        var isSame = file.IsFileOf(position);
        if (position.IsUnread && isSame == false)
        {
            // The file had nothing yet. All that was written since is new.
            report($"{path} is another file now; reading what was written since.");
            return Continue(file, position, number, splitter);
        }

        if (isSame != false && file.TryResume(position, splitter))
        {
            return new ResumedFile(file, IsEarlier: false, IsPlace: true);
        }

        if (rotated.Locate(position, file) is { } earlier)
        {
            if (earlier.TryResume(position, splitter))
            {
                report(isSame == true ? $"{path} was truncated; continuing with the copy of it." : $"{path} is another file now; continuing with the renamed one.");
                file.Dispose();
                return new ResumedFile(earlier, IsEarlier: true, IsPlace: true);
            }

            earlier.Dispose();
        }

        // A file system may have been mounted anew, or a backup brought back: the content counts.
        if (isSame == false && position.HeadLength > 0 && file.TryResume(position, splitter))
        {
            return new ResumedFile(file, IsEarlier: false, IsPlace: true);
        }

        warn($"{path} is not the file of the saved position, which is not found; what it held unread is lost. Reading what was written since.");
        return Continue(file, position, number, splitter) with { IsLoss = true };
    }

    private ResumedFile Continue(LogFile file, TextPosition position, int number, ByteLineSplitter splitter)
    {
        splitter.Start(0, 0);
        finished.Add(number - 1, position);
        var next = position.IsUnread
            ? position.LastWriteTime is { } time ? rotated.NextSince(time, file, finished.Contain) : null
            : rotated.Next(position, file, finished.Contain);
        if (next is null)
        {
            return new ResumedFile(file, IsEarlier: false, IsPlace: false);
        }

        file.Dispose();
        return new ResumedFile(next, IsEarlier: true, IsPlace: false);
    }
}
