namespace Staple32;

/// <summary>Replaces files in one step: whoever reads one, at any moment, reads what was there before or what comes now, whole.</summary>
internal static class AtomicFile
{
    private const int ErrorAccessDenied = unchecked((int)0x80070005);
    private const int ErrorSharingViolation = unchecked((int)0x80070020);

    /// <summary>How often a file that somebody else has open on Windows is tried, and for how long each time.</summary>
    private const int Tries = 40;
    private const int Pause = 25;

    /// <summary>Writes a file by way of a temporary one beside it, and sees it onto the disk.</summary>
    /// <param name="path">The file; if it is a link, what it leads to. One that is there keeps its permissions.</param>
    /// <param name="content">All of its content.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It, or the directory, may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var file = new FileInfo(path);
        string target = file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
        string temporary = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                if (!OperatingSystem.IsWindows() && File.Exists(target))
                    File.SetUnixFileMode(handle, File.GetUnixFileMode(target));
                RandomAccess.Write(handle, content, 0);
                RandomAccess.FlushToDisk(handle);
            }

            Replace(temporary, target);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Gives a file the name of another, which it replaces in one step.</summary>
    /// <remarks>
    /// On Windows a file that somebody has open cannot be replaced, not even if he permits its deletion. Readers are done in
    /// a moment, virus scanners in a second.
    /// </remarks>
    public static void Replace(string path, string target)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                File.Move(path, target, overwrite: true);
                return;
            }
            catch (Exception e) when (OperatingSystem.IsWindows() && tries < Tries && e.HResult is (ErrorAccessDenied or ErrorSharingViolation))
            {
                Thread.Sleep(Pause);
            }
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be written can often not be deleted either.
        }
    }
}
