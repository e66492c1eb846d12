using System.Text;
using Staple32.Certificates;

namespace Staple32.Stores;

/// <summary>Roots in PEM or DER files and in directories of such files.</summary>
/// <param name="files">Files, one of which a distribution has, or all of which were named.</param>
/// <param name="directories">Directories; every file in them that holds certificates counts.</param>
/// <param name="isFirstEnough">Whether the first of all that exists is the only one read, as for a list of candidates.</param>
internal sealed class FileTrustRoots(IReadOnlyList<string> files, IReadOnlyList<string> directories, bool isFirstEnough) : ITrustRootSource
{
    /// <summary>Whether there need not be any, and nobody is told.</summary>
    public bool MayBeEmpty { get; init; }

    /// <inheritdoc/>
    public string Stamp()
    {
        var stamp = new StringBuilder();
        foreach (FileSystemInfo place in Places())
            stamp.Append(FileStamps.Of(place));
        return stamp.ToString();
    }

    /// <inheritdoc/>
    public IReadOnlyList<Certificate> Read(Action<string> report)
    {
        var certificates = new List<Certificate>();
        foreach (FileSystemInfo place in Places())
        {
            if (place is FileInfo)
                ReadFile(place.FullName, certificates, report);
            else
                ReadDirectory(place.FullName, certificates, report);
        }

        if (certificates.Count == 0 && !MayBeEmpty)
            report("no trusted roots found: a chain can only be trusted by an engine with its own roots (see SSL_CERT_FILE)");
        return certificates;
    }

    private List<FileSystemInfo> Places()
    {
        var places = new List<FileSystemInfo>();
        foreach (string path in files)
        {
            var file = new FileInfo(path);
            if (file.Exists && !(isFirstEnough && places.Count > 0))
                places.Add(file);
        }

        foreach (string path in directories)
        {
            var directory = new DirectoryInfo(path);
            if (directory.Exists && !(isFirstEnough && places.Count > 0))
                places.Add(directory);
        }

        return places;
    }

    private static void ReadDirectory(string path, List<Certificate> certificates, Action<string> report)
    {
        try
        {
            var names = new List<string>();
            foreach (FileInfo file in new DirectoryInfo(path).EnumerateFiles())
            {
                if (!IsSecondName(file))
                    names.Add(file.FullName);
            }

            names.Sort(StringComparer.Ordinal);
            foreach (string name in names)
                ReadFile(name, certificates, report);
        }
        catch (Exception failure) when (FileStamps.IsFileFailure(failure))
        {
            report($"{path}: {failure.Message}");
        }
    }

    // OpenSSL's directories hold every file twice: under its name, and by a link named after a hash of the subject.
    private static bool IsSecondName(FileInfo file) =>
        file.LinkTarget is { } target && Path.GetFileName(target) == target && File.Exists(Path.Combine(file.DirectoryName!, target));

    private static void ReadFile(string path, List<Certificate> certificates, Action<string> report)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] contents = BoundedFile.ReadToEnd(stream, FileStore.MaxFileBytes);
            certificates.AddRange(CertificateFile.Read(contents, line => report($"{path}: {line}")));
        }
        catch (Exception failure) when (FileStamps.IsFileFailure(failure))
        {
            report($"{path}: {failure.Message}");
        }
    }
}
