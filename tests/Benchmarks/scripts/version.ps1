# Which shell this is.
$PSVersionTable.PSVersion.ToString()
