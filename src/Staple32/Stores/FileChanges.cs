namespace Staple32.Stores;

/// <summary>Changes in a directory of certificate files that are made all or not at all.</summary>
internal sealed class FileChanges
{
    private readonly IFileWriter _files;
    private readonly List<string> _created = [];
    private readonly List<(string Path, string Aside)> _removed = [];

    private FileChanges(IFileWriter files) => _files = files;

    /// <summary>Makes changes; if one of them fails, the directory is as it was before.</summary>
    /// <param name="files">What makes them.</param>
    /// <param name="make">Calls the other methods.</param>
    /// <exception cref="WriteFailedException">One of them failed.</exception>
    public static void Make(IFileWriter files, Action<FileChanges> make)
    {
        var changes = new FileChanges(files);
        try
        {
            make(changes);
        }
        catch (Exception failure) when (WriteErrors.IsOne(failure))
        {
            changes.Undo();
            throw new WriteFailedException(failure);
        }

        foreach ((_, string aside) in changes._removed)
            Try(() => files.Delete(aside));
    }

    /// <summary>Writes a file that is not there yet.</summary>
    public void Create(string path, byte[] content)
    {
        _files.Write(path, content);
        _created.Add(path);
    }

    /// <summary>Replaces a file in one step. This cannot be undone: it must be the last change.</summary>
    public void Replace(string path, byte[] content) => _files.Write(path, content);

    /// <summary>Takes a file away. Until all is done it is there under a name that nobody looks at.</summary>
    public void Remove(string path)
    {
        string aside = Path.Combine(Path.GetDirectoryName(path)!, $".{Guid.NewGuid():N}.tmp");
        try
        {
            _files.Rename(path, aside);
            _removed.Add((path, aside));
        }
        catch (FileNotFoundException)
        {
            // Somebody else has removed it.
        }
    }

    private void Undo()
    {
        foreach ((string path, string aside) in _removed)
            Try(() => _files.Rename(aside, path));
        foreach (string path in _created)
            Try(() => _files.Delete(path));
    }

    private static void Try(Action change)
    {
        try
        {
            change();
        }
        catch (Exception failure) when (WriteErrors.IsOne(failure))
        {
            // What is left over has a name that nobody looks at, or says what is in the store anyway.
        }
    }
}
