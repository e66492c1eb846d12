using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>The certificate files of some directories. A file is read when it is new or has changed, and only then.</summary>
/// <param name="report">Takes one line per file that cannot be read; the same line only once.</param>
internal sealed class DirectoryFiles(Action<string> report)
{
    /// <summary>Of all files together; those for which there is no room any more are passed over.</summary>
    private const long MaxBytes = 256L * 1024 * 1024;
    private const int MaxReports = 10_000;

    // A file that could not be opened is tried again at every look.
    private const string AlwaysAnew = "";

    private readonly HashSet<string> _reported = [];
    private Dictionary<string, ReadFile> _known = new(StringComparer.Ordinal);

    /// <summary>More cannot be read: a store in the wrong directory must not eat the process.</summary>
    public int MaxFiles { get; set; } = 10_000;

    /// <summary>What was read, by the names of the files.</summary>
    public IEnumerable<KeyValuePair<string, ReadFile>> Known => _known;

    /// <summary>Makes the next look read everything and report everything.</summary>
    public void Forget()
    {
        _reported.Clear();
        _known = new Dictionary<string, ReadFile>(StringComparer.Ordinal);
    }

    /// <summary>Looks whether files have come, gone or changed. A file that cannot be read any more keeps what it held.</summary>
    /// <param name="directories">Those that are missing are empty.</param>
    /// <returns>Whether <see cref="Known"/> is another one now.</returns>
    /// <exception cref="IOException">A directory cannot be read; nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory may not be read; nothing has changed.</exception>
    public bool Look(IEnumerable<StoreDirectory> directories)
    {
        List<FileInfo> files = List(directories);
        var now = new Dictionary<string, ReadFile>(files.Count, StringComparer.Ordinal);
        bool hasChanged = files.Count != _known.Count;
        long bytes = 0;
        foreach (FileInfo file in files)
        {
            // The stamp is taken first: a change while reading shows at the next look.
            string stamp = FileStamps.Of(file);
            if (!_known.TryGetValue(file.FullName, out ReadFile? known) || known.Stamp != stamp)
            {
                ReadFile read = Read(file, stamp, known, MaxBytes - bytes);
                hasChanged |= known is null || read.Contents != known.Contents;
                known = read;
            }

            bytes += known.Length;
            now.Add(file.FullName, known);
        }

        _known = now;
        return hasChanged;
    }

    private List<FileInfo> List(IEnumerable<StoreDirectory> directories)
    {
        var files = new List<FileInfo>();
        foreach (StoreDirectory directory in directories)
        {
            if (directory.Find() is not { } path)
                continue;
            int first = files.Count;
            foreach (FileInfo file in new DirectoryInfo(path).EnumerateFiles())
            {
                if (!IsHidden(file.Name))
                    files.Add(file);
                if (files.Count > MaxFiles)
                    throw new IOException($"{path}: more than {MaxFiles} files");
            }

            files.Sort(first, files.Count - first, s_byName);
        }

        return files;
    }

    private static readonly IComparer<FileInfo> s_byName =
        Comparer<FileInfo>.Create(static (one, other) => string.CompareOrdinal(one.Name, other.Name));

    // Hidden ones, what editors leave behind, and what is being written.
    private static bool IsHidden(string name) =>
        name[0] is '.' or '#' || name.EndsWith('~') || name.EndsWith(".tmp", StringComparison.Ordinal);

    private ReadFile Read(FileInfo file, string stamp, ReadFile? known, long room)
    {
        try
        {
            // Looked at before it is opened: opening a pipe would wait for somebody to write into it. Such things are 0 long.
            FileSystemInfo target = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            if (target is not FileInfo { Exists: true, Length: > 0 and long length })
                return new ReadFile(stamp, null, 0);
            if (length > room)
                throw new InvalidDataException("passed over: the store is too long already");
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] bytes = BoundedFile.ReadToEnd(stream, FileStore.MaxFileBytes);
            return new ReadFile(stamp, StoreContents.Read(bytes, line => Report(file, line)), bytes.Length);
        }
        catch (Exception failure) when (failure is CertificateFormatException or InvalidDataException)
        {
            Report(file, failure.Message);
            return new ReadFile(stamp, null, 0);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            // Removed since it was listed, which is nothing to report.
            return new ReadFile(AlwaysAnew, null, 0);
        }
        catch (Exception failure) when (FileStamps.IsFileFailure(failure))
        {
            Report(file, failure.Message);
            return new ReadFile(AlwaysAnew, known?.Contents, known?.Length ?? 0);
        }
    }

    private void Report(FileInfo file, string line)
    {
        string whole = $"{LogText.Clean(file.FullName)}: {LogText.Clean(line)}";
        if (_reported.Count < MaxReports && _reported.Add(whole))
            report(whole);
    }

    /// <param name="Stamp">When it was read.</param>
    /// <param name="Contents">What it held: elements to be copied. Null if it holds nothing of the kind.</param>
    /// <param name="Length">In bytes, as far as it was read.</param>
    public sealed record ReadFile(string Stamp, StoreContents? Contents, int Length);
}
