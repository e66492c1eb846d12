namespace Staple32;

/// <summary>Replaces files in one step: whoever reads one, at any moment, reads what was there before or what comes now, whole.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file by way of a temporary one beside it, and sees it onto the disk.</summary>
    /// <param name="path">The file; if it is a link, what it leads to. One that is there keeps its permissions.</param>
    /// <param name="content">All of its content.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It, or the directory, may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        string target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
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

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            TryDelete(temporary);
            throw;
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
